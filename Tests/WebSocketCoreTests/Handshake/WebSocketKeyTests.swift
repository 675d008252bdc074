import Testing

@testable import WebSocketCore

/// RFC 6455 §1.3, §4.1, §4.2.2; FIPS 180-4; RFC 4648 §10.
@Suite struct WebSocketKeyTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func exampleOfTheRFC() {
        #expect(WebSocketKey.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func digests() {
        let table = [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        ]
        for (text, digest) in table { #expect(hex(SHA1.digest(Array(text.utf8))) == digest) }
    }

    /// Lengths around the edge of a block, where the padding takes one more; digests from Python's hashlib.
    @Test func paddingAtTheEdges() {
        let table = [
            (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"), (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
            (63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"), (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
            (65, "11655326c708d70319be2610e8a57d9a5b959d3b"),
        ]
        for (count, digest) in table { #expect(hex(SHA1.digest([UInt8](repeating: 0x61, count: count))) == digest) }
    }

    @Test func base64() {
        let table = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
        for (text, encoded) in table { #expect(Base64.encode(Array(text.utf8)) == encoded) }
        #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
    }

    @Test func randomKeysAreValidAndDiffer() {
        var random = SeededGenerator(seed: 3)
        let keys = (0..<1000).map { _ in WebSocketKey.random(using: &random) }
        #expect(keys.allSatisfy(WebSocketKey.isValid))
        #expect(Set(keys).count == 1000)
    }

    @Test(
        arguments: [
            "", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ===",
            "dGhlIHNhbXBsZSBub25jZQ=A", "dGhlIHNhbXBsZSBub25jZQAA", "dGhlIHNhbXBsZSBub25j====",
            "dGhlIHNhbXBsZSBub25j*Q==", "dGhlIHNhbXBsZSBub25j Q==", "dGhlIHNhbXBsZSBub25j-_==",
            "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==", "€€€€€€€€", "密钥密钥密钥密钥",
        ]
    )
    func badKeys(key: String) { #expect(!WebSocketKey.isValid(key)) }
}
