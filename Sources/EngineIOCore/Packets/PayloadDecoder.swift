/// Takes a polling payload apart, one packet a call, without copying.
public struct PayloadDecoder: Sendable {
    /// The most bytes that a payload may have.
    public let maxBytes: Int
    /// The most packets that a payload may hold.
    public let maxPackets: Int
    private var count = 0
    /// Where the next packet begins; nil after the last.
    private var position: Int? = 0

    /// Makes a decoder for one payload.
    public init(maxBytes: Int, maxPackets: Int) {
        self.maxBytes = maxBytes
        self.maxPackets = maxPackets
    }

    /// Returns the next packet of the payload, or nil after the last. The same bytes must be given at every call.
    ///
    /// The first call checks the size of the payload and that it is UTF-8. A payload always holds at least one packet:
    /// an empty one is an error, as is an empty packet within one.
    public mutating func next(in body: RawSpan) throws(EnginePacketError) -> EnginePacket? {
        guard let start = position else { return nil }
        if count == 0 { try check(body) }
        guard count < maxPackets else { throw .tooManyPackets(limit: maxPackets) }
        count += 1
        let (first, end) = body.withUnsafeBytes { bytes in
            let rest = bytes[min(start, bytes.count)...]
            return (rest.first, rest.firstIndex(of: Payload.separator))
        }
        position = end.map { $0 + 1 }
        guard let first, first != Payload.separator else { throw .empty }
        let payload = start + 1..<(end ?? body.byteCount)
        if first == Payload.binaryPrefix { return EnginePacket(content: .base64, payload: payload) }
        guard let type = EnginePacketType(digit: first) else { throw .unknownType(first) }
        return EnginePacket(content: .text(type), payload: payload)
    }

    /// As ``next(in:)``, but decodes a binary packet where it lies, so that it is ``EnginePacket/Content/binary``.
    public mutating func next(decoding body: inout [UInt8]) throws(EnginePacketError) -> EnginePacket? {
        let packet = try next(in: body.span.bytes)
        guard let packet, packet.content == .base64 else { return packet }
        guard let bytes = Base64.decode(&body, in: packet.payload) else { throw .invalidBase64 }
        return EnginePacket(content: .binary, payload: bytes)
    }

    private func check(_ body: RawSpan) throws(EnginePacketError) {
        guard body.byteCount <= maxBytes else { throw .payloadTooLarge(limit: maxBytes) }
        guard body.withUnsafeBytes(UTF8Check.isValid) else { throw .invalidUTF8 }
    }
}
