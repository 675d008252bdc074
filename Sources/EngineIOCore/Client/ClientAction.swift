/// What a ``ClientSession`` wants done, to be carried out in order.
public enum ClientAction: Hashable, Sendable {
    /// Send a GET of the polling transport and report its end. Never is there more than one.
    case get
    /// Send a POST of the polling transport with this body and report its end. Never is there more than one.
    case post([UInt8])
    /// Open a WebSocket: with the session's id if there is a session.
    case openWebSocket
    /// Send this packet as one message of the WebSocket.
    case send(EncodedPacket)
    /// Close the WebSocket.
    case closeWebSocket
    /// The session is open; this is what the server said.
    case opened(OpenPacket)
    /// Hand this message to the application, unless an earlier one has led it to close the session.
    case deliver(Delivery)
    /// The session's transport is now the WebSocket.
    case upgraded
    /// The session is over; comes once and last. A request still under way may be dropped, but for a POST asked for
    /// by the action just before.
    case closed(CloseReason, SessionFault?)
}

/// The settings of an Engine.IO client's session.
public struct ClientConfiguration: Hashable, Sendable {
    /// The transports to use: the first opens the session; `.websocket` after `.polling` is upgraded to.
    public var transports: [TransportName] = [.polling, .websocket]
    /// Milliseconds from the start until the session must be open.
    public var openTimeout: Milliseconds = 20_000
    /// Milliseconds that an upgrade may take before it is given up and the session stays on polling.
    public var upgradeTimeout: Milliseconds = 10_000
    /// The most bytes taken in one answer to a poll.
    public var maxPayload = 16 << 20
    /// The most packets taken in one answer to a poll.
    public var maxPacketsPerPayload = 100_000
    /// The most bytes that may wait to be sent before the session is closed; every packet counts 32 bytes extra.
    public var maxBufferedBytes = 16 << 20

    /// Makes a configuration of the defaults.
    public init() {}
}
