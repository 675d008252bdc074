/// The types of Engine.IO packets (protocol v4, "Protocol").
public enum EnginePacketType: UInt8, CaseIterable, Sendable {
    /// The server's answer to a handshake; carries an ``OpenPacket``.
    case open = 0
    /// The transport can be closed.
    case close = 1
    /// The server's half of a heartbeat; with the payload `probe`, the client's test of a WebSocket.
    case ping = 2
    /// The answer to a ping, with the same payload.
    case pong = 3
    /// A payload for the application.
    case message = 4
    /// The client's word that from here on the WebSocket is the transport.
    case upgrade = 5
    /// Nothing: ends a poll that has to end.
    case noop = 6

    /// The ASCII digit that stands for this type on the wire.
    public var digit: UInt8 { UInt8(ascii: "0") + rawValue }

    /// The type that an ASCII digit stands for; nil for any other byte.
    public init?(digit: UInt8) {
        guard digit >= UInt8(ascii: "0") else { return nil }
        self.init(rawValue: digit - UInt8(ascii: "0"))
    }
}
