/// Lends deflaters and inflaters to the connections of one loop. A connection without context takeover needs
/// one only while a message passes, so that 10,000 idle connections share a handful.
///
/// Not thread-safe: one pool for each loop.
package final class CompressionPool {
    private var inflaters: [Inflater] = []
    private var deflaters: [Int: [Deflater]] = [:]
    private let settings: CompressionSettings
    private static let kept = 8

    package init(_ settings: CompressionSettings = CompressionSettings()) {
        self.settings = settings
    }

    package func takeInflater() -> Inflater { inflaters.popLast() ?? Inflater() }

    package func giveBack(_ inflater: Inflater) {
        guard inflaters.count < Self.kept else { return }
        inflater.reset()
        inflaters.append(inflater)
    }

    package func takeDeflater(windowBits: Int) -> Deflater {
        deflaters[windowBits]?.popLast()
            ?? Deflater(windowBits: windowBits, level: settings.level, memoryLevel: settings.memoryLevel)
    }

    package func giveBack(_ deflater: Deflater, windowBits: Int) {
        guard deflaters[windowBits, default: []].count < Self.kept else { return }
        deflater.reset()
        deflaters[windowBits, default: []].append(deflater)
    }

    /// The window of messages that are deflated once for many.
    package static let sharedWindowBits = 15

    /// Deflates a message that refers to none before it.
    package func deflateAlone(_ payload: UnsafeRawBufferPointer, into output: inout ByteQueue) {
        let deflater = takeDeflater(windowBits: Self.sharedWindowBits)
        deflater.deflate(payload, into: &output)
        giveBack(deflater, windowBits: Self.sharedWindowBits)
    }
}
