/// The receiving side of permessage-deflate on one connection: keeps an inflater only while one is needed.
struct Inflation {
    /// The bits of a window that lasts from message to message; nil where each message stands alone.
    private let keptBits: Int?
    private let pool: CompressionPool
    private var inflater: Inflater?

    init(_ agreed: PerMessageDeflate, role: Role, pool: CompressionPool) {
        let (alone, bits) =
            role == .server
            ? (agreed.clientNoContextTakeover, agreed.clientMaxWindowBits)
            : (agreed.serverNoContextTakeover, agreed.serverMaxWindowBits)
        keptBits = alone ? nil : bits ?? 15
        self.pool = pool
    }

    /// Inflates a piece of a message to the end of `output`, which may come to hold `limit` bytes.
    mutating func inflate(
        _ piece: UnsafeMutableRawBufferPointer,
        ends: Bool,
        into output: inout ByteQueue,
        limit: Int
    ) throws(ProtocolViolation) {
        let inflater = inflater ?? keptBits.map { Inflater(windowBits: $0) } ?? pool.takeInflater()
        self.inflater = inflater
        try inflater.inflate(piece, into: &output, limit: limit)
        guard ends else { return }
        try inflater.finish(into: &output, limit: limit)
        if keptBits == nil {
            pool.giveBack(inflater)
            self.inflater = nil
        }
    }
}
