/// Polling payloads: several packets in one HTTP body (protocol v4, "Packet encoding: HTTP long-polling").
public enum Payload {
    /// The record separator between packets.
    public static let separator: UInt8 = 0x1E
    /// The mark before the base64 of a binary packet.
    public static let binaryPrefix = UInt8(ascii: "b")

    /// Appends a packet to a body, with a separator if there are packets in it already.
    public static func append(_ packet: EncodedPacket, to body: inout [UInt8]) {
        if !body.isEmpty { body.append(separator) }
        switch packet {
        case .text(let bytes):
            body.append(contentsOf: bytes)
        case .binary(let bytes):
            body.append(binaryPrefix)
            Base64.encode(bytes.span.bytes, into: &body)
        }
    }

    /// How many of the packets, from the first on, make a body of at most `limit` bytes; the first one always does,
    /// since a packet can't be divided.
    public static func fittingCount(_ packets: some Collection<EncodedPacket>, limit: Int) -> Int {
        var size = -1
        for (count, packet) in packets.enumerated() {
            size += 1 + packet.payloadByteCount
            if count > 0, size > limit { return count }
        }
        return packets.count
    }

    /// Encodes all packets into one body.
    public static func encode(_ packets: some Collection<EncodedPacket>) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(packets.reduce(0) { $0 + 1 + $1.payloadByteCount })
        for packet in packets { append(packet, to: &body) }
        return body
    }
}
