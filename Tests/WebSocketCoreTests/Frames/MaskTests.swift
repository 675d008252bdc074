import Testing

@testable import WebSocketCore

/// RFC 6455 §5.3.
@Suite struct MaskTests {
    private static let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    private static let word = key.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }

    @Test func exampleOfTheRFC() {
        var bytes = Array("Hello".utf8)
        _ = bytes.withUnsafeMutableBytes { applyMask(Self.word, to: $0) }
        #expect(bytes == wire("7f 9f 4d 51 58"))
    }

    @Test func everyLengthAtEveryAlignment() {
        var random = SeededGenerator(seed: 1)
        for length in 0...100 {
            for offset in 0..<8 {
                let plain = random.bytes(length)
                var bytes = [UInt8](repeating: 0xEE, count: offset) + plain + [0xEE]
                _ = bytes.withUnsafeMutableBytes { space in
                    applyMask(Self.word, to: UnsafeMutableRawBufferPointer(rebasing: space[offset..<offset + length]))
                }
                #expect(Array(bytes[offset..<offset + length]) == masked(plain))
                #expect(bytes[..<offset].allSatisfy { $0 == 0xEE } && bytes.last == 0xEE)
            }
        }
    }

    @Test func piecesGoOnWhereTheLastOneEnded() {
        let plain = (0..<77).map { UInt8($0) }
        for first in 0...plain.count {
            for second in stride(from: first, through: plain.count, by: 3) {
                var bytes = plain
                bytes.withUnsafeMutableBytes { space in
                    var key = Self.word
                    for range in [0..<first, first..<second, second..<plain.count] {
                        key = applyMask(key, to: UnsafeMutableRawBufferPointer(rebasing: space[range]))
                    }
                }
                if bytes != masked(plain) { Issue.record("cut at \(first) and \(second)") }
            }
        }
    }

    private func masked(_ bytes: [UInt8]) -> [UInt8] { bytes.enumerated().map { $1 ^ Self.key[$0 % 4] } }
}
