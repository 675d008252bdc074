/// The sending side of permessage-deflate on one connection.
package struct Deflation {
    private let kind: DeflaterKind
    private let keepsContext: Bool
    private let threshold: Int
    private let pool: CompressionPool
    private let kept: Deflater?

    package init(_ agreed: PerMessageDeflate, role: Role, settings: CompressionSettings, pool: CompressionPool) {
        let agreedBits = role == .server ? agreed.serverMaxWindowBits : agreed.clientMaxWindowBits
        kind = DeflaterKind(settings, windowBits: min(agreedBits ?? 15, settings.maxWindowBits))
        let agreedAlone = role == .server ? agreed.serverNoContextTakeover : agreed.clientNoContextTakeover
        keepsContext = !agreedAlone && settings.ownContextTakeover
        threshold = max(settings.threshold, 1)
        self.pool = pool
        kept = keepsContext ? pool.takeDeflater(kind) : nil
    }

    /// Whether a message of so many bytes is worth it, and no more than zlib counts.
    package func wants(_ count: Int) -> Bool { count >= threshold && count <= UInt32.max }

    /// Whether a copy deflated alone, for many receivers, may be sent here as well: the peer's window is this
    /// end's to fill, so only where no window is kept, and where it is as large as the copy's.
    package var takesSharedCopies: Bool { !keepsContext && kind.windowBits == CompressionPool.sharedWindowBits }

    package func deflate(_ payload: UnsafeRawBufferPointer, into output: inout ByteQueue) {
        let deflater = kept ?? pool.takeDeflater(kind)
        deflater.deflate(payload, into: &output)
        if kept == nil { pool.giveBack(deflater, kind) }
    }
}
