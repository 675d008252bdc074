/// SHA-1 (FIPS 180-4 §6.1), for the handshake alone, where it proves nothing but that the server read the key.
/// Own code, because the next library with it costs a second copy of BoringSSL (docs/decisions.md).
struct SHA1 {
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32) =
        (0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0)

    /// The 20 bytes of the digest.
    static func digest(_ message: consuming [UInt8]) -> [UInt8] {
        let bits = UInt64(message.count &* 8).bigEndian
        var padded = message
        padded.append(0x80)
        padded.append(contentsOf: repeatElement(0, count: (120 - padded.count % 64) % 64))
        withUnsafeBytes(of: bits) { padded.append(contentsOf: $0) }
        var hash = SHA1()
        padded.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
                for start in stride(from: 0, to: bytes.count, by: 64) {
                    hash.block(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64]), words)
                }
            }
        }
        let (a, b, c, d, e) = hash.state
        let wire = (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian, e.bigEndian)
        return withUnsafeBytes(of: wire) { [UInt8]($0) }
    }

    /// - Parameter words: room for the 80 words of the schedule.
    private mutating func block(_ bytes: UnsafeRawBufferPointer, _ words: UnsafeMutableBufferPointer<UInt32>) {
        for index in 0..<16 {
            words[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
        }
        for index in 16..<80 {
            let mixed = words[index &- 3] ^ words[index &- 8] ^ words[index &- 14] ^ words[index &- 16]
            words[index] = mixed << 1 | mixed >> 31
        }
        var work = state
        for word in words[..<20] { Self.round(&work, work.1 & work.2 | ~work.1 & work.3, 0x5A82_7999 &+ word) }
        for word in words[20..<40] { Self.round(&work, work.1 ^ work.2 ^ work.3, 0x6ED9_EBA1 &+ word) }
        for word in words[40..<60] {
            Self.round(&work, work.1 & work.2 | work.1 & work.3 | work.2 & work.3, 0x8F1B_BCDC &+ word)
        }
        for word in words[60...] { Self.round(&work, work.1 ^ work.2 ^ work.3, 0xCA62_C1D6 &+ word) }
        state = (
            state.0 &+ work.0, state.1 &+ work.1, state.2 &+ work.2, state.3 &+ work.3, state.4 &+ work.4
        )
    }

    @inline(__always)
    private static func round(_ work: inout (UInt32, UInt32, UInt32, UInt32, UInt32), _ f: UInt32, _ added: UInt32) {
        let (a, b, c, d, e) = work
        work = ((a << 5 | a >> 27) &+ f &+ e &+ added, a, b << 30 | b >> 2, c, d)
    }
}
