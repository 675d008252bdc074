/// What a frame carries (RFC 6455 §5.2, §11.8).
public enum Opcode: UInt8, Sendable {
    /// A further fragment of the message begun by an earlier frame (RFC 6455 §5.4).
    case continuation = 0x0
    /// UTF-8 text (RFC 6455 §5.6).
    case text = 0x1
    /// Arbitrary bytes (RFC 6455 §5.6).
    case binary = 0x2
    /// The start or the answer of the closing handshake (RFC 6455 §5.5.1).
    case close = 0x8
    /// A heartbeat that asks for a ``pong`` (RFC 6455 §5.5.2).
    case ping = 0x9
    /// The answer to a ``ping``, or an unasked heartbeat (RFC 6455 §5.5.3).
    case pong = 0xA

    /// Control frames are never fragmented and carry at most 125 bytes (RFC 6455 §5.5).
    public var isControl: Bool { rawValue & 0x8 != 0 }
}

/// The two kinds of message an application sees (RFC 6455 §5.6).
public enum MessageKind: UInt8, Sendable {
    /// Valid UTF-8.
    case text = 0x1
    /// Arbitrary bytes.
    case binary = 0x2

    /// The opcode of the first frame of such a message.
    public var opcode: Opcode { self == .text ? .text : .binary }
}

/// Which end of the connection this is: it decides who masks (RFC 6455 §5.1).
public enum Role: Sendable {
    /// Accepts connections; receives masked frames and sends unmasked ones.
    case server
    /// Opens connections; receives unmasked frames and sends masked ones.
    case client
}
