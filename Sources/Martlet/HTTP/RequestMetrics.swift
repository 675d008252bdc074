import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging

/// Counts and times requests, and logs each at the level debug.
struct RequestMetrics: RouterMiddleware {
    typealias Context = BasicRequestContext

    let metrics: MetricsRegistry
    let logger: Logger

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let duration = ContinuousClock.now - start
        let labels = [("method", Self.label(request.method)), ("status", String(response.status.code))]
        Counter(label: "martlet_http_requests_total", dimensions: labels, factory: metrics).increment()
        Timer(label: "martlet_http_request_seconds", factory: metrics)
            .recordNanoseconds(Int64(duration / .nanoseconds(1)))
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "milliseconds": "\(duration / .milliseconds(1))",
            ]
        )
        return response
    }

    /// Clients may invent methods; each would be a series of its own.
    private static func label(_ method: HTTPRequest.Method) -> String {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method) ? method.rawValue : "other"
    }
}
