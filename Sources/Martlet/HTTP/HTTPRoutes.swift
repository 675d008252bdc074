import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Transport

/// Everything that HTTP answers.
struct HTTPRoutes: Sendable {
    let origins: AllowedOrigins
    let metrics: MetricsRegistry
    let loops: LoopGroup
    let readiness: Readiness
    let logger: Logger

    private typealias Routes = Router<BasicRequestContext>

    /// What a listener hands its requests to.
    func responder() -> HTTPChannelHandler.Responder {
        let responder = router().buildResponder()
        let logger = logger
        return { request, writer, channel in
            let source = ApplicationRequestContextSource(channel: channel, logger: logger)
            var response = try await responder.respond(to: request, context: BasicRequestContext(source: source))
            response.headers[.date] = HTTPDate.now
            try await writer.write(response: response.head, body: response.body)
        }
    }

    private func router() -> Routes {
        let operators = ["/healthz", "/readyz", "/metrics"]
        let paths = Set(operators + ConsoleAsset.all.map(\.path) + ["/ws"])
        let router = Routes(options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMetrics(metrics: metrics, logger: logger))
        router.add(middleware: SecurityFields())
        router.add(middleware: CrossOrigin(origins: origins))
        router.add(middleware: ErrorResponses(paths: paths, logger: logger))
        addHealth(to: router)
        router.get("/metrics") { [self] _, _ in await metricsPage() }
        router.get("/ws") { _, _ -> Response in throw Self.needsUpgrade }
        for asset in ConsoleAsset.all {
            router.get(RouterPath(asset.path)) { request, _ in asset.response(to: request) }
        }
        return router
    }

    private func addHealth(to router: Routes) {
        router.get("/healthz") { _, _ in Self.status(.ok, "ok") }
        router.get("/readyz") { [readiness] _, _ in
            readiness.isReady ? Self.status(.ok, "ready") : Self.status(.serviceUnavailable, "draining")
        }
    }

    private static func status(_ status: HTTPResponse.Status, _ word: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status":"\#(word)"}"#))
        )
    }

    private func metricsPage() async -> Response {
        metrics.setGauge(MetricNames.connections, Double(await loops.connectionCount()))
        ProcessMetrics.update(metrics)
        return Response(
            status: .ok,
            headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text))
        )
    }

    /// RFC 9110 §15.5.22: 426 names what to upgrade to.
    private static let needsUpgrade = ErrorBody(
        status: .upgradeRequired,
        code: "upgrade_required",
        message: "This address speaks WebSocket, version 13.",
        fields: [.upgrade: "websocket", .connection: "Upgrade", .secWebSocketVersion: "13"]
    )
}
