public import WebSocketCore

/// What an application does with one WebSocket. All calls come on the socket's loop, one at a time and in order;
/// they must not block. For async code see ``AsyncWebSocket``.
public protocol WebSocketHandler: AnyObject {
    /// The handshake is done; messages may be sent.
    func opened(_ socket: WebSocket)
    /// A whole message came; text is valid UTF-8 (RFC 6455 §5.6, §8.1). The bytes are valid only during the call.
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket)
    /// A piece of a message came; only with ``WebSocketOptions/streamsMessages``. The last may be empty.
    func receivedChunk(_ kind: MessageKind, _ chunk: RawSpan, isLast: Bool, from socket: WebSocket)
    /// The peer answered a ping, or sent a heartbeat of its own (RFC 6455 §5.5.3).
    func receivedPong(_ payload: RawSpan, from socket: WebSocket)
    /// All that waited for a slow peer has been sent.
    func drained(_ socket: WebSocket)
    /// The socket is closed. The last call.
    func closed(_ socket: WebSocket, _ ending: WebSocketEnding)
}

extension WebSocketHandler {
    /// Does nothing.
    public func opened(_ socket: WebSocket) {}
    /// Does nothing.
    public func receivedChunk(_ kind: MessageKind, _ chunk: RawSpan, isLast: Bool, from socket: WebSocket) {}
    /// Does nothing.
    public func receivedPong(_ payload: RawSpan, from socket: WebSocket) {}
    /// Does nothing.
    public func drained(_ socket: WebSocket) {}
    /// Does nothing.
    public func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {}
}

/// How a WebSocket came to its end.
public enum WebSocketEnding: Sendable, Equatable {
    /// The peer closed. The code is 1005 if it gave none (RFC 6455 §7.1.5).
    case byPeer(CloseCode, reason: String)
    /// This end closed, and the peer agreed.
    case byUs(CloseCode, reason: String)
    /// The peer broke the protocol or went beyond a limit.
    case violation(ProtocolViolation)
    /// The connection was lost without a closing handshake (RFC 6455 §7.1.7).
    case lost(Loss)

    /// How a connection is lost.
    public enum Loss: String, Sendable {
        /// The peer's stream ended, or the network failed.
        case disconnected
        /// The peer answered no ping within `Lifecycle.Timing.pingTimeout`.
        case pingTimeout = "ping_timeout"
        /// The peer didn't answer our close frame within `Lifecycle.Timing.closeTimeout`.
        case closeTimeout = "close_timeout"
        /// More than ``WebSocketOptions/maxBacklog`` waited for the peer.
        case slowConsumer = "slow_consumer"
        /// This end dropped it by ``WebSocket/terminate()``.
        case terminated
    }

    /// The close code as an application sees it: 1006 for a loss (RFC 6455 §7.1.5).
    public var code: CloseCode {
        switch self {
        case .byPeer(let code, _), .byUs(let code, _): code
        case .violation(let violation): violation.closeCode
        case .lost: .abnormal
        }
    }
}
