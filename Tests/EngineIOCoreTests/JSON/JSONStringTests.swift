import Testing

@testable import EngineIOCore

@Suite struct JSONStringTests {
    private func written(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONString.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func read(_ content: String) -> String {
        Array(content.utf8).withUnsafeBytes { JSONString.text(of: $0) }
    }

    @Test(arguments: [
        ("", #""""#), ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\u{8}\u{9}\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1}\u{1F}\u{7F}", "\"\\u0000\\u0001\\u001f\u{7F}\""), ("é中😀\u{2028}", "\"é中😀\u{2028}\""),
    ])
    func writes(text: String, json: String) {
        #expect(written(text) == json)
    }

    @Test(arguments: [
        ("abc", "abc"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u00e9\u4e2D"#, "é中"),
        (#"\ud83d\ude00"#, "😀"), (#"\ud83d"#, "\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"),
        (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
        (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\u0000"#, "\u{0}"),
    ])
    func reads(content: String, text: String) {
        #expect(read(content) == text)
    }

    @Test func whatIsWrittenIsRead() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let text = random.text(0...30)
            #expect(read(String(written(text).dropFirst().dropLast())) == text)
        }
    }

    @Test(arguments: [
        [], Array("abc é 中 😀 \u{10FFFF}".utf8), [0x7F], [0xC2, 0x80], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
        [0xEE, 0x80, 0x80],
        [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ])
    func isUTF8(bytes: [UInt8]) {
        #expect(bytes.withUnsafeBytes(UTF8Check.isValid))
        #expect((Array("12345678".utf8) + bytes + Array("abc".utf8)).withUnsafeBytes(UTF8Check.isValid))
    }

    @Test(arguments: [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0x80], [0xE1, 0x80],
        [0xE1, 0x80, 0x41],
        [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        [0xF1, 0x80, 0x80],
    ])
    func isNotUTF8(bytes: [UInt8]) {
        #expect(!bytes.withUnsafeBytes(UTF8Check.isValid))
        #expect(!(Array("12345678".utf8) + bytes + Array("abcdefgh".utf8)).withUnsafeBytes(UTF8Check.isValid))
    }

    /// The standard library as the second opinion.
    @Test func agreesWithTheStandardLibrary() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<3000 {
            var bytes = Array(random.text(0...8).utf8)
            for _ in 0..<random.number(0...2) where !bytes.isEmpty {
                bytes[random.number(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
            }
            #expect(bytes.withUnsafeBytes(UTF8Check.isValid) == (String(validating: bytes, as: UTF8.self) != nil))
        }
    }
}
