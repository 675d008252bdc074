public import NIOCore
public import NIOPosix
public import WebSocketCore

/// Opens WebSockets to servers (RFC 6455 §4.1).
///
/// ```swift
/// let client = WebSocketClient(loops: loops)
/// let socket = try await client.connect(WebSocketURL("ws://127.0.0.1:8080/echo")) { Printer() }
/// socket.send("hello")
/// ```
public struct WebSocketClient: Sendable {
    /// What the client asks for and how its sockets behave.
    public struct Configuration: Sendable {
        /// The subprotocols that the client speaks, best first.
        public var subprotocols: [String] = []
        /// More fields for the request, such as `Origin` or `Authorization`.
        public var fields: [(String, String)] = []
        /// Whether compression is offered; its settings are those of `options`.
        public var offersCompression = true
        /// How the sockets behave.
        public var options = WebSocketOptions()
        /// How long connecting and the handshake may take together. Default 10 s.
        public var timeout: Duration = .seconds(10)
        /// The local address to connect from; nil lets the system choose.
        public var localAddress: SocketAddress?
        /// Adds TLS for `wss`: called with the channel and the server's name (see the module TransportTLS).
        public var prepareSecureChannel: (@Sendable (any Channel, String) throws -> Void)?

        /// The defaults.
        public init() {}
    }

    /// Why no WebSocket was opened.
    public enum ConnectError: Error, Sendable {
        /// The server refused the handshake, or answered something else.
        case handshake(ClientHandshake.Failure)
        /// The server closed the connection, or took longer than ``Configuration/timeout``.
        case disconnected
        /// `wss` needs ``Configuration/prepareSecureChannel``.
        case secureNeedsTLS
    }

    private let configuration: Configuration
    private let loops: LoopGroup
    private let eventLoops: any EventLoopGroup

    /// - Parameters:
    ///   - configuration: what to ask for, and how the sockets behave.
    ///   - loops: where the sockets live.
    ///   - eventLoops: where connections are made.
    public init(
        _ configuration: Configuration = .init(),
        loops: LoopGroup,
        eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.configuration = configuration
        self.loops = loops
        self.eventLoops = eventLoops
    }

    /// Connects and does the handshake.
    ///
    /// - Parameters:
    ///   - url: the server's address.
    ///   - loop: the loop that the socket is to live on; nil for the next in turn.
    ///   - makeHandler: makes the handler, on the socket's loop.
    /// - Returns: the open socket.
    /// - Throws: ``ConnectError``, or the system's error if the server can't be reached.
    public func connect(
        _ url: WebSocketURL,
        loop: Loop? = nil,
        makeHandler: @escaping @Sendable () -> any WebSocketHandler
    ) async throws -> WebSocket {
        let (configuration, loop) = (configuration, loop ?? loops.next())
        if url.isSecure && configuration.prepareSecureChannel == nil { throw ConnectError.secureNeedsTLS }
        let opened = eventLoops.next().makePromise(of: WebSocket.self)
        let bootstrap = ClientBootstrap(group: eventLoops)
            .connectTimeout(.init(configuration.timeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if url.isSecure { try configuration.prepareSecureChannel?(channel, url.host) }
                    var generator = SystemRandomNumberGenerator()
                    let handshake = ClientHandshake(
                        host: url.authority,
                        target: url.target,
                        subprotocols: configuration.subprotocols,
                        compression: configuration.offersCompression ? configuration.options.compression : nil,
                        fields: configuration.fields,
                        using: &generator
                    )
                    let gate = ClientGate(
                        handshake,
                        configuration,
                        loop: loop,
                        isPlain: !url.isSecure,
                        opened: opened,
                        makeHandler: makeHandler
                    )
                    try channel.pipeline.syncOperations.addHandler(gate)
                }
            }
        let connecting =
            if let local = configuration.localAddress { bootstrap.bind(to: local) } else { bootstrap }
        do {
            _ = try await connecting.connect(host: url.host, port: url.port).get()
        } catch {
            opened.fail(error)
        }
        return try await opened.futureResult.get()
    }
}
