public import Logging
public import NIOCore
public import NIOPosix
import WebSocketCore

/// One listening port for HTTP and WebSocket.
///
/// ```swift
/// let loops = try LoopGroup(count: 2)
/// let listener = try await Listener.start(
///     ListenerConfiguration(port: 8080) { _ in WebSocketRoute { _ in Echo() } },
///     loops: loops
/// )
/// ```
public final class Listener: Sendable {
    /// The port that is listened on.
    public let port: Int
    /// The loops that WebSockets live on.
    public let loops: LoopGroup
    private let channel: any Channel
    private let shared: Port

    private init(channel: any Channel, shared: Port) {
        self.channel = channel
        self.shared = shared
        loops = shared.loops
        port = channel.localAddress?.port ?? 0
    }

    /// Binds the port and begins to accept.
    ///
    /// - Parameters:
    ///   - configuration: where to listen and what to serve.
    ///   - loops: where WebSockets live; may be shared by several listeners.
    ///   - eventLoops: where connections are accepted and HTTP is served.
    ///   - logger: what hears of connections that fail.
    /// - Throws: the system's error if the address can't be bound.
    public static func start(
        _ configuration: ListenerConfiguration,
        loops: LoopGroup,
        eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger = Logger(label: "martlet.transport")
    ) async throws -> Listener {
        let shared = Port(configuration, loops: loops, logger: logger)
        let channel = try await ServerBootstrap(group: eventLoops)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configuration.prepareChannel?(channel)
                    try channel.pipeline.syncOperations.addHandler(UpgradeGate(shared))
                }
            }
            .bind(host: configuration.host, port: configuration.port).get()
        return Listener(channel: channel, shared: shared)
    }

    /// Accepts no more connections.
    public func stopAccepting() async {
        try? await channel.close()
    }

    /// Ends everything in an orderly way: accepts no more, closes each WebSocket with 1001 at a random moment
    /// within `duration`, so that clients don't come back all at once, and lets HTTP finish the answers it is
    /// giving. Returns when all connections are gone, or some time behind `duration` at the latest.
    public func drain(over duration: Duration) async {
        await stopAccepting()
        shared.httpConnections.quiesce()
        for loop in loops.loops { loop.closeAll(over: duration) }
        let clock = ContinuousClock()
        let deadline = clock.now + duration + .seconds(6)
        while clock.now < deadline {
            let isOpen = await loops.connections().contains { $0.role == .server }
            if !isOpen && shared.httpConnections.count == 0 { break }
            try? await Task.sleep(for: .milliseconds(20))
        }
        shared.httpConnections.closeAll()
    }
}
