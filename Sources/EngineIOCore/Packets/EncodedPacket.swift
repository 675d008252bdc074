/// An Engine.IO packet ready to be sent: exactly the content of one WebSocket message.
///
/// It shares its bytes with its copies, so a broadcast holds them once however many sessions queue it. In a polling
/// payload a text packet is the same bytes, and a binary one becomes `b` and base64.
public enum EncodedPacket: Hashable, Sendable {
    /// A text packet, its type digit included.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])

    /// Encodes a text packet of this type with this payload.
    public init(_ type: EnginePacketType, _ payload: String = "") {
        self = .text([type.digit] + payload.utf8)
    }

    /// How many bytes the packet has as a WebSocket message.
    public var byteCount: Int {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes.count
        }
    }

    /// How many bytes the packet takes in a polling payload, separator aside.
    public var payloadByteCount: Int {
        switch self {
        case .text(let bytes): bytes.count
        case .binary(let bytes): 1 + Base64.encodedCount(bytes.count)
        }
    }
}
