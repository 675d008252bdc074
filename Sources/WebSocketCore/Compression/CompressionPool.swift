/// Lends deflaters and inflaters to the connections of one loop. A connection without context takeover needs
/// one only while a message passes, so that 10,000 idle connections share a handful.
///
/// Not thread-safe: one pool for each loop.
package final class CompressionPool {
    private var inflaters: [Inflater] = []
    private var deflaters: [DeflaterKind: [Deflater]] = [:]
    private static let kept = 8

    package init() {}

    package func takeInflater() -> Inflater { inflaters.popLast() ?? Inflater() }

    package func giveBack(_ inflater: Inflater) {
        guard inflaters.count < Self.kept else { return }
        inflater.reset()
        inflaters.append(inflater)
    }

    package func takeDeflater(_ kind: DeflaterKind) -> Deflater {
        deflaters[kind]?.popLast()
            ?? Deflater(windowBits: kind.windowBits, level: kind.level, memoryLevel: kind.memoryLevel)
    }

    package func giveBack(_ deflater: Deflater, _ kind: DeflaterKind) {
        guard deflaters[kind, default: []].count < Self.kept else { return }
        deflater.reset()
        deflaters[kind, default: []].append(deflater)
    }

    /// The window of messages that are deflated once for many.
    package static let sharedWindowBits = 15

    /// Deflates a message that refers to none before it.
    package func deflateAlone(
        _ payload: UnsafeRawBufferPointer,
        _ settings: CompressionSettings,
        into output: inout ByteQueue
    ) {
        let kind = DeflaterKind(settings, windowBits: Self.sharedWindowBits)
        let deflater = takeDeflater(kind)
        deflater.deflate(payload, into: &output)
        giveBack(deflater, kind)
    }
}

/// What makes one deflater as good as another.
package struct DeflaterKind: Hashable {
    let windowBits: Int
    let level: Int
    let memoryLevel: Int

    package init(_ settings: CompressionSettings, windowBits: Int) {
        self.windowBits = windowBits
        level = settings.level
        memoryLevel = settings.memoryLevel
    }
}
