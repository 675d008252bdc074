import Testing

@testable import EngineIOCore

/// Base64 with the vectors of RFC 4648 §10.
@Suite struct Base64Tests {
    private static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    private func decode(_ text: String) -> [UInt8]? {
        var bytes = Array("--\(text)--".utf8)
        let end = bytes.count - 2
        guard let range = Base64.decode(&bytes, in: 2..<end) else { return nil }
        #expect(bytes.suffix(2) == [45, 45] && bytes.prefix(2) == [45, 45])
        return Array(bytes[range])
    }

    @Test(arguments: vectors) func goesBothWays(plain: String, encoded: String) {
        var output = Array("x".utf8)
        Base64.encode(Array(plain.utf8).span.bytes, into: &output)
        #expect(output == Array("x\(encoded)".utf8))
        #expect(Base64.encodedCount(plain.utf8.count) == encoded.utf8.count)
        #expect(decode(encoded) == Array(plain.utf8))
    }

    @Test func everyByteGoesBothWays() {
        let bytes = (0...255).map(UInt8.init)
        var output: [UInt8] = []
        Base64.encode(bytes.span.bytes, into: &output)
        #expect(decode(String(decoding: output, as: UTF8.self)) == bytes)
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AAAAA", "A===", "====", "=AAA", "AA=A", "AA A", "AA-_", "AAA\u{0}", "AAAÿ", "AA==AAAA",
    ])
    func refusesWhatIsNone(text: String) {
        #expect(decode(text) == nil)
    }
}
