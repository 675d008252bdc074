public import EngineIOCore
public import WebSocketCore

/// How an Engine.IO server behaves.
public struct EngineIOConfiguration: Sendable {
    /// Heartbeat, limits and upgrade times of each session.
    public var session = SessionConfiguration()
    /// The transports on offer.
    public var transports: Set<TransportName> = Set(TransportName.allCases)
    /// Which pages from elsewhere may connect; they get the CORS fields that let them. Requests without `Origin`
    /// come from no page and may always.
    public var origins = OriginPolicy.sameOrigin
    /// Permessage-deflate on WebSockets; nil for none. Default none: it costs more than it saves on small events.
    public var compression: CompressionSettings?
    /// Answers to polls of at least so many bytes are gzipped for clients that take it; nil for none. Default 1024.
    public var gzipThreshold: Int? = 1024
    /// The most bytes that may wait for a slow WebSocket before it is dropped. Default 1 MiB.
    public var maxBacklog = 1 << 20
    /// A cookie with the session's id, for load balancers; nil for none.
    public var cookie: SessionCookie?
    /// Says whether a client may open a session. Throws the message that a refused one is answered with, by 403.
    /// Called on a thread of the network; must not block.
    public var allowRequest: @Sendable (EngineHandshake) throws(Forbidden) -> Void = { _ throws(Forbidden) in }

    /// The defaults.
    public init() {}

    /// The application's refusal.
    public struct Forbidden: Error, Sendable {
        /// What the client is told; nil for the protocol's own word.
        public var message: String?

        /// A refusal with this message.
        public init(_ message: String? = nil) { self.message = message }
    }

    /// A cookie that is set when a session opens.
    public struct SessionCookie: Sendable {
        /// The cookie's name.
        public var name: String
        /// What follows the value. Default `Path=/; HttpOnly; SameSite=Lax`.
        public var attributes: String

        /// A cookie of this name.
        public init(name: String = "io", attributes: String = "Path=/; HttpOnly; SameSite=Lax") {
            self.name = name
            self.attributes = attributes
        }
    }
}
