import Testing

@testable import WebSocketCore

/// RFC 3629 §4, RFC 6455 §8.1.
@Suite struct UTF8ValidatorTests {
    enum Verdict: Equatable { case whole, begun, bad }

    /// Feeds the pieces one after the other.
    private func verdict(_ pieces: [ArraySlice<UInt8>]) -> Verdict {
        var validator = UTF8Validator()
        for piece in pieces {
            guard Array(piece).withUnsafeBytes({ validator.accept($0) }) else { return .bad }
        }
        return validator.isComplete ? .whole : .begun
    }

    private func verdict(_ bytes: [UInt8]) -> Verdict { verdict([bytes[...]]) }

    /// The same bytes alone and deep inside ASCII and other text, where the fast paths meet them.
    private func surroundings(_ bytes: [UInt8]) -> [[UInt8]] {
        [
            bytes, Array(repeating: 0x61, count: 29) + bytes, Array("你好世界，".utf8) + bytes,
            Array("éß€😀".utf8) + bytes,
        ]
    }

    private func expect(_ bytes: [UInt8], _ expected: Verdict) {
        for text in surroundings(bytes) {
            #expect(verdict(text) == expected, "\(text)")
            for cut in 0...text.count {
                #expect(verdict([text[..<cut], text[cut...]]) == expected, "\(text) cut at \(cut)")
            }
        }
        guard expected != .begun else { return }
        // What follows must neither hide a fault nor make one.
        #expect(verdict(bytes + Array("abcd".utf8)) == expected)
        #expect(verdict(bytes + Array("世界".utf8)) == expected)
    }

    @Test(arguments: [
        "00", "7F", "C2 80", "DF BF", "E0 A0 80", "E0 BF BF", "E1 80 80", "EC BF BF", "ED 80 80", "ED 9F BF",
        "EE 80 80", "EF BF BD", "EF BF BE", "EF BF BF", "F0 90 80 80", "F0 BF BF BF", "F1 80 80 80",
        "F3 BF BF BF", "F4 80 80 80", "F4 8F BF BF", "CE BA E1 BD B9 CF 83 CE BC CE B5",
    ])
    func firstAndLastOfEveryForm(_ bytes: String) { expect(wire(bytes), .whole) }

    @Test(arguments: [
        "80", "BF", "C0 80", "C0 AF", "C1 BF", "E0 80 80", "E0 80 AF", "E0 9F BF", "ED A0 80", "ED AD BF", "ED AE 80",
        "ED BF BF", "ED A0 80 ED B0 80", "F0 80 80 80", "F0 80 80 AF", "F0 8F BF BF", "F4 90 80 80", "F4 BF BF BF",
        "F5 80 80 80", "F7 BF BF BF", "F8 88 80 80 80", "FC 84 80 80 80 80", "FE", "FF", "C2 C2", "E1 80 41",
        "E1 41", "F1 80 80 41", "F1 80 C2", "CE BA ED A0 80", "C2 41 42 43",
    ])
    func overlongSurrogatesTooLargeAndCutShort(_ bytes: String) { expect(wire(bytes), .bad) }

    @Test(arguments: ["C2", "DF", "E0", "E0 A0", "ED 9F", "EF BF", "F0", "F0 90", "F0 90 80", "F4 8F BF"])
    func begunButNotEnded(_ bytes: String) { expect(wire(bytes), .begun) }

    @Test func everyFirstByteAlone() {
        for first in UInt8.min ... .max {
            let expected: Verdict =
                switch first {
                case ..<0x80: .whole
                case 0xC2...0xF4: .begun
                default: .bad
                }
            #expect(verdict([first]) == expected, "\(first)")
        }
    }

    /// Every pair of bytes is compared with Swift's own validation, by completing it in all ways that could be valid.
    @Test func everyFirstAndSecondByte() {
        for first in UInt8(0x80) ... .max {
            for second in UInt8.min ... .max {
                let completed = ["", "80", "80 80"].contains { isValid([first, second] + wire($0)) }
                let isFine = verdict([first, second]) != .bad
                if isFine != completed { Issue.record("\(first) \(second)") }
            }
        }
    }

    /// Every 3-byte and 4-byte form by way of the fast path, which looks at four bytes at once.
    @Test func everyScalar() {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 1) where value < 0x3000 || value % 7 == 0 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            if verdict(bytes + [0x61, 0x62, 0x63]) != .whole { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func failsAtTheFirstByteThatCannotBelong() {
        let text = Array("κόσμε".utf8) + [0xF4, 0x90]
        #expect(verdict(Array(text.dropLast())) == .begun)
        #expect(verdict(text) == .bad)
    }

    @Test func agreesWithSwiftOnRandomBytes() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let alphabet = wire("61 7F 80 8F 90 9F A0 BF C0 C2 DF E0 E1 ED EF F0 F1 F4 F5 FF")
        for _ in 0..<100_000 {
            let bytes = (0..<random.number(0...12)).map { _ in alphabet[random.number(0...alphabet.count - 1)] }
            let cut = random.number(0...bytes.count)
            let isWhole = verdict([bytes[..<cut], bytes[cut...]]) == .whole
            if isWhole != isValid(bytes) { Issue.record("seed \(seed): \(bytes) cut at \(cut)") }
        }
    }

    private func isValid(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
