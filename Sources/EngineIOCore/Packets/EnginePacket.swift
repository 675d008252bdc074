/// A received Engine.IO packet: what it is, and where in the received bytes its payload lies.
public struct EnginePacket: Hashable, Sendable {
    /// The form in which the payload came.
    public enum Content: Hashable, Sendable {
        /// A packet of text: the payload is what follows the type digit.
        case text(EnginePacketType)
        /// A binary message as it came in a WebSocket message.
        case binary
        /// A binary message as base64, which is how a polling payload holds it.
        case base64
    }

    /// The packet's type and the form of its payload.
    public let content: Content
    /// Where the payload lies, as offsets into the bytes given.
    public let payload: Range<Int>

    init(content: Content, payload: Range<Int>) {
        self.content = content
        self.payload = payload
    }

    /// Reads the packet that a WebSocket text message holds (protocol v4, "Packet encoding: WebSocket").
    @inline(__always)
    public init(text: RawSpan) throws(EnginePacketError) {
        guard text.byteCount > 0 else { throw .empty }
        let first = text.withUnsafeBytes { $0[0] }
        guard let type = EnginePacketType(digit: first) else { throw .unknownType(first) }
        self.init(content: .text(type), payload: 1..<text.byteCount)
    }

    /// Reads the packet that a WebSocket message holds: a binary one is a message, all of it payload.
    @inline(__always)
    init(_ bytes: RawSpan, as kind: MessageKind) throws(EnginePacketError) {
        switch kind {
        case .text: self = try EnginePacket(text: bytes)
        case .binary: self.init(content: .binary, payload: 0..<bytes.byteCount)
        }
    }
}

/// What is wrong with a received packet or polling payload.
public enum EnginePacketError: Error, Hashable, Sendable {
    /// A packet without so much as a type.
    case empty
    /// The first byte is not the digit of a packet type.
    case unknownType(UInt8)
    /// A binary packet in a polling payload whose text is not base64 (RFC 4648 §4).
    case invalidBase64
    /// A polling payload that is not UTF-8.
    case invalidUTF8
    /// More packets in one polling payload than `maxPacketsPerPayload` allows.
    case tooManyPackets(limit: Int)
    /// More bytes in one polling payload than `maxPayload` allows.
    case payloadTooLarge(limit: Int)
    /// An open packet whose JSON lacks what the protocol demands, or is no JSON.
    case invalidOpenPacket
}

extension EnginePacketError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .empty: "empty packet"
        case .unknownType(let byte): "unknown packet type (byte \(byte))"
        case .invalidBase64: "binary packet that is not base64"
        case .invalidUTF8: "payload that is not UTF-8"
        case .tooManyPackets(let limit): "more than \(limit) packets in a payload (setting: maxPacketsPerPayload)"
        case .payloadTooLarge(let limit): "payload larger than \(limit) bytes (setting: maxPayload)"
        case .invalidOpenPacket: "open packet without the fields of the protocol"
        }
    }
}
