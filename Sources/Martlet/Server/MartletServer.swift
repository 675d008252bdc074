public import Logging
import NIOCore
import NIOPosix
import Transport
import TransportTLS
import WebSocketCore

/// The whole server: one port with the chat room, the web console, health and metrics.
///
/// ```swift
/// let loaded = try LoadedSettings(environment: ["MARTLET_PORT": "0"])
/// let server = try await MartletServer.start(loaded.settings)
/// print(server.url)
/// await server.drain()
/// ```
public final class MartletServer: Sendable {
    /// The version of this software.
    public static let version = "0.1.0"

    /// The address to open in a browser.
    public let url: String
    /// The port that is listened on.
    public let port: Int
    private let settings: Settings
    private let listener: Listener
    private let loops: LoopGroup
    private let readiness: Readiness
    private let certificate: ServerTLS?
    private let certificateWatch: Task<Void, Never>?
    private let logger: Logger

    private init(
        settings: Settings,
        listener: Listener,
        readiness: Readiness,
        certificate: ServerTLS?,
        logger: Logger
    ) {
        self.settings = settings
        self.listener = listener
        self.readiness = readiness
        self.certificate = certificate
        self.logger = logger
        loops = listener.loops
        port = listener.port
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        url = "\(certificate == nil ? "http" : "https")://\(host):\(listener.port)"
        certificateWatch = certificate.map { certificate in Task { await certificate.watch() } }
    }

    deinit { certificateWatch?.cancel() }

    /// Starts to serve. Returns when the port takes connections.
    ///
    /// - Parameters:
    ///   - settings: what was set; see ``LoadedSettings``.
    ///   - metrics: what `/metrics` shows. For the counts of the transport it must be the program's
    ///     `MetricsSystem` as well.
    /// - Throws: ``StartError``, which says what to do.
    public static func start(
        _ settings: Settings,
        metrics: MetricsRegistry = MetricsRegistry(),
        logger: Logger = Logger(label: "martlet")
    ) async throws(StartError) -> MartletServer {
        try DataFolder.make(settings.data)
        let certificate = try ServerTLS.load(settings, logger: logger)
        let readiness = Readiness()
        let loops = try makeLoops(settings)
        let origins = AllowedOrigins(settings)
        let http = HTTPRoutes(origins: origins, metrics: metrics, loops: loops, readiness: readiness, logger: logger)
        let sockets = UpgradeRoutes(settings, origins: origins, loops: loops)
        MetricNames.describe(in: metrics)
        let listener = try await listen(settings, certificate, http, sockets, on: loops, logger: logger)
        let server = MartletServer(
            settings: settings,
            listener: listener,
            readiness: readiness,
            certificate: certificate,
            logger: logger
        )
        logger.info("listening", metadata: ["url": "\(server.url)", "version": "\(version)"])
        return server
    }

    private static func makeLoops(_ settings: Settings) throws(StartError) -> LoopGroup {
        do {
            return try LoopGroup(count: settings.threads ?? System.coreCount)
        } catch {
            throw StartError("The system has no event loops left: \(error). Set threads lower.")
        }
    }

    private static func listen(
        _ settings: Settings,
        _ certificate: ServerTLS?,
        _ http: HTTPRoutes,
        _ sockets: UpgradeRoutes,
        on loops: LoopGroup,
        logger: Logger
    ) async throws(StartError) -> Listener {
        let configuration = ListenerConfiguration(
            host: settings.host,
            port: settings.port,
            headLimits: .init(maxSize: settings.maxHeaderSize, maxFields: settings.maxHeaderCount),
            handshakeTimeout: settings.handshakeTimeout,
            responder: http.responder(),
            prepareChannel: certificate?.prepare,
            upgrade: sockets.route
        )
        do {
            return try await Listener.start(configuration, loops: loops, logger: logger)
        } catch {
            loops.stop()
            throw StartError(listening: settings, error)
        }
    }

    /// Stops in an orderly way: takes no more connections, closes each WebSocket with 1001 at a moment within the
    /// setting `drain-time`, and lets HTTP finish the answers it is giving. Asked again, it does nothing.
    public func drain() async {
        guard readiness.end() else { return }
        certificateWatch?.cancel()
        let count = await loops.connectionCount()
        logger.info("draining", metadata: ["connections": "\(count)"])
        await listener.drain(over: settings.drainTime)
        loops.stop()
        logger.info("stopped")
    }

    /// Takes up renewed TLS files now rather than at the next look.
    public func reloadCertificate() {
        certificate?.reload()
    }
}
