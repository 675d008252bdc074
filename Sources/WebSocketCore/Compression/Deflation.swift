/// The sending side of permessage-deflate on one connection.
struct Deflation {
    private let windowBits: Int
    private let keepsContext: Bool
    private let threshold: Int
    private let pool: CompressionPool
    private let kept: Deflater?

    init(_ agreed: PerMessageDeflate, role: Role, settings: CompressionSettings, pool: CompressionPool) {
        let agreedBits = role == .server ? agreed.serverMaxWindowBits : agreed.clientMaxWindowBits
        windowBits = min(agreedBits ?? 15, settings.maxWindowBits)
        let agreedAlone = role == .server ? agreed.serverNoContextTakeover : agreed.clientNoContextTakeover
        keepsContext = !agreedAlone && settings.ownContextTakeover
        threshold = max(settings.threshold, 1)
        self.pool = pool
        kept = keepsContext ? pool.takeDeflater(windowBits: windowBits) : nil
    }

    func wants(_ count: Int) -> Bool { count >= threshold }

    /// Whether a copy deflated alone, for many receivers, may be sent here as well: the peer's window is this
    /// end's to fill, so only where no window is kept.
    var takesSharedCopies: Bool { !keepsContext }

    func deflate(_ payload: UnsafeRawBufferPointer, into output: inout ByteQueue) {
        let deflater = kept ?? pool.takeDeflater(windowBits: windowBits)
        deflater.deflate(payload, into: &output)
        if kept == nil { pool.giveBack(deflater, windowBits: windowBits) }
    }
}
