public import HummingbirdCore
public import NIOCore
public import WebSocketCore

/// Where a listener listens and what it serves.
public struct ListenerConfiguration: Sendable {
    /// The address to bind. Default 127.0.0.1: nothing is reachable from outside unless asked for.
    public var host: String
    /// The port to bind; 0 for a free one. Default 8080.
    public var port: Int
    /// How large a request head may be.
    public var headLimits: MessageHead.Limits
    /// A connection that hasn't sent its first request head by then is closed. Default 10 s.
    public var handshakeTimeout: Duration
    /// An HTTP connection without a request for so long is closed. Default 60 s.
    public var httpIdleTimeout: Duration
    /// What becomes of requests for a WebSocket.
    public var upgrade: UpgradeRouter
    /// What answers all other requests; nil refuses them with 426.
    public var responder: HTTPChannelHandler.Responder?
    /// Adds handlers below everything else, such as TLS (see the module TransportTLS); nil for plain sockets.
    public var prepareChannel: (@Sendable (any Channel) throws -> Void)?

    /// The defaults, or what is given instead.
    public init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        headLimits: MessageHead.Limits = .init(),
        handshakeTimeout: Duration = .seconds(10),
        httpIdleTimeout: Duration = .seconds(60),
        responder: HTTPChannelHandler.Responder? = nil,
        prepareChannel: (@Sendable (any Channel) throws -> Void)? = nil,
        upgrade: @escaping UpgradeRouter
    ) {
        self.host = host
        self.port = port
        self.headLimits = headLimits
        self.handshakeTimeout = handshakeTimeout
        self.httpIdleTimeout = httpIdleTimeout
        self.responder = responder
        self.prepareChannel = prepareChannel
        self.upgrade = upgrade
    }
}
