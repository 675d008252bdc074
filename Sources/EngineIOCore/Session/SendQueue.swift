/// Packets that wait for a way to the other side, counted in bytes.
struct SendQueue: Sendable {
    /// Charged for every packet besides its bytes, so that many small ones run out too.
    static let overhead = 32

    private var packets: [EncodedPacket] = []
    private(set) var byteCount = 0

    var isEmpty: Bool { packets.isEmpty }

    mutating func append(_ packet: EncodedPacket) {
        packets.append(packet)
        byteCount += packet.byteCount + Self.overhead
    }

    /// Takes as many packets as fit into a polling payload of `limit` bytes, at least one, and encodes them.
    mutating func takePayload(limit: Int) -> [UInt8] {
        let count = Payload.fittingCount(packets, limit: limit)
        let body = Payload.encode(packets.prefix(count))
        byteCount -= packets.prefix(count).reduce(0) { $0 + $1.byteCount + Self.overhead }
        packets.removeFirst(count)
        return body
    }

    mutating func takeAll() -> [EncodedPacket] {
        defer { self = SendQueue() }
        return packets
    }
}
