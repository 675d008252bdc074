/// The receiving side of permessage-deflate on one connection: keeps an inflater only while one is needed.
struct Inflation {
    private let keepsContext: Bool
    private let pool: CompressionPool
    private var inflater: Inflater?

    init(_ agreed: PerMessageDeflate, role: Role, pool: CompressionPool) {
        keepsContext = !(role == .server ? agreed.clientNoContextTakeover : agreed.serverNoContextTakeover)
        self.pool = pool
    }

    /// Inflates a piece of a message to the end of `output`, which may come to hold `limit` bytes.
    mutating func inflate(
        _ piece: UnsafeMutableRawBufferPointer,
        ends: Bool,
        into output: inout ByteQueue,
        limit: Int
    ) throws(ProtocolViolation) {
        let inflater = inflater ?? pool.takeInflater()
        self.inflater = inflater
        try inflater.inflate(piece, into: &output, limit: limit)
        guard ends else { return }
        try inflater.finish(into: &output, limit: limit)
        if !keepsContext {
            pool.giveBack(inflater)
            self.inflater = nil
        }
    }
}
