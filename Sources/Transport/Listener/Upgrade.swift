public import WebSocketCore

/// Decides what becomes of a request for a WebSocket, before it is answered. Runs on a thread of the network;
/// must not block.
///
/// - Throws: the refusal to answer with, such as 404 for a path that has no WebSocket.
public typealias UpgradeRouter = @Sendable (UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute

/// A request for a WebSocket.
public struct UpgradeRequest: Sendable {
    /// The request as it came.
    public let head: RequestHead
    /// The peer's address as text, without port.
    public let remoteAddress: String
}

/// What a path offers.
public struct WebSocketRoute: Sendable {
    /// What to agree on.
    public var handshake: ServerHandshake
    /// How the socket behaves.
    public var options: WebSocketOptions
    /// The loop that the socket is to live on; nil for the next in turn.
    public var loop: Loop?
    /// Makes the handler of one socket. Runs on the socket's loop.
    public var makeHandler: @Sendable (UpgradeRequest) -> any WebSocketHandler

    /// A route. Compression is agreed by `handshake.compression` and done by `options.compression`: give both the
    /// same settings.
    ///
    /// - Parameters:
    ///   - handshake: what to agree on.
    ///   - options: how the socket behaves.
    ///   - loop: the loop that the socket is to live on; nil for the next in turn.
    ///   - makeHandler: makes the handler of one socket, on the socket's loop.
    public init(
        handshake: ServerHandshake = .init(),
        options: WebSocketOptions = .init(),
        loop: Loop? = nil,
        makeHandler: @escaping @Sendable (UpgradeRequest) -> any WebSocketHandler
    ) {
        self.handshake = handshake
        self.options = options
        self.loop = loop
        self.makeHandler = makeHandler
    }
}
