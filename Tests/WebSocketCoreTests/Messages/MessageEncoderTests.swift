import Testing

@testable import WebSocketCore

/// RFC 6455 §5, §6.1.
@Suite struct MessageEncoderTests {
    private func encode(
        _ encoder: inout MessageEncoder,
        _ kind: MessageKind,
        _ payload: [UInt8],
        fragmentSize: Int? = nil,
        compress: Bool = true
    ) -> [UInt8] {
        var output: [UInt8] = []
        payload.withUnsafeBytes {
            encoder.encode(kind, $0, fragmentSize: fragmentSize, compress: compress, to: &output)
        }
        return output
    }

    @Test func aServerSendsTheExamplesOfTheRFC() {
        var encoder = MessageEncoder(role: .server)
        #expect(encode(&encoder, .text, Array("Hello".utf8)) == wire("81 05 48 65 6c 6c 6f"))
        #expect(
            encode(&encoder, .text, Array("Hello".utf8), fragmentSize: 3) == wire("01 03 48 65 6c 80 02 6c 6f")
        )
        let bytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
        #expect(encode(&encoder, .binary, Array(bytes[..<256])) == wire("82 7E 01 00") + bytes[..<256])
        #expect(encode(&encoder, .binary, bytes) == wire("82 7F 00 00 00 00 00 01 00 00") + bytes)
    }

    @Test func framesAreAppended() {
        var encoder = MessageEncoder(role: .server)
        var output: [UInt8] = [0xAA]
        Array("Hello".utf8).withUnsafeBytes { encoder.frame(.ping, $0, to: &output) }
        encoder.close(.goingAway, reason: "bye", to: &output)
        encoder.close(nil, to: &output)
        #expect(output == wire("AA 89 05 48 65 6c 6c 6f 88 05 03 E9 62 79 65 88 00"))
    }

    @Test func emptyMessagesAreOneFrame() {
        var encoder = MessageEncoder(role: .server)
        #expect(encode(&encoder, .text, []) == [0x81, 0x00])
        #expect(encode(&encoder, .binary, [], fragmentSize: 10) == [0x82, 0x00])
    }

    @Test func fragmentSizes() {
        var encoder = MessageEncoder(role: .server)
        let client = Subject(role: .client)
        let payload = [UInt8](repeating: 5, count: 10)
        for (size, frames) in [(-1, 10), (0, 10), (1, 10), (3, 4), (5, 2), (9, 2), (10, 1), (11, 1)] {
            let bytes = encode(&encoder, .binary, payload, fragmentSize: size)
            #expect(bytes.count == payload.count + 2 * frames, "fragments of \(size)")
            #expect(client.outcomes(bytes) == [.binary(payload)])
        }
    }

    @Test func aClientMasksEachFrameWithAFreshKey() {
        var encoder = MessageEncoder(role: .client)
        let payload = Array("the same words again and again".utf8)
        var keys: Set<[UInt8]> = []
        for _ in 0..<1000 {
            let bytes = encode(&encoder, .text, payload)
            #expect(bytes[0] == 0x81 && bytes[1] == 0x80 | UInt8(payload.count))
            keys.insert(Array(bytes[2..<6]))
            if Subject().outcomes(bytes) != [.message(.text, payload)] { Issue.record("\(bytes)") }
        }
        // Of 1,000 random keys of 32 bits, two alike are rare, three pairs all but impossible.
        #expect(keys.count > 997)
    }

    @Test func aClientMasksControlFramesAndFragments() {
        var encoder = MessageEncoder(role: .client)
        var output = encode(&encoder, .text, Array("fragments".utf8), fragmentSize: 2)
        [1, 2].withUnsafeBytes { encoder.frame(.ping, $0, to: &output) }
        encoder.close(.normal, reason: "end", to: &output)
        let outcomes = Subject().outcomes(output)
        #expect(outcomes.first == .text("fragments") && outcomes.last == .close(.normal, "end"))
        #expect(outcomes.count == 3)
    }

    @Test func compressionFromTheThresholdOn() {
        let settings = CompressionSettings(threshold: 100)
        var encoder = MessageEncoder(role: .server, compression: PerMessageDeflate(), settings: settings)
        let below = [UInt8](repeating: 0x61, count: 99)
        let at = [UInt8](repeating: 0x61, count: 100)
        #expect(encode(&encoder, .text, below)[0] == 0x81)
        let compressed = encode(&encoder, .text, at)
        #expect(compressed[0] == 0xC1 && compressed.count < 20)
        #expect(encode(&encoder, .text, at, compress: false)[0] == 0x81)
        #expect(encoder.compresses(100) && !encoder.compresses(99))
        #expect(!MessageEncoder(role: .server).compresses(1 << 20))
    }

    /// RFC 7692 §6.1: RSV1 is for the first fragment.
    @Test func compressedFragments() {
        let settings = CompressionSettings(threshold: 1)
        var encoder = MessageEncoder(role: .server, compression: PerMessageDeflate(), settings: settings)
        let bytes = encode(&encoder, .text, Array("Hello".utf8), fragmentSize: 3)
        #expect(bytes[0] == 0x41 && bytes[5] == 0x00 && bytes.count == 7 + 6)
        #expect(Subject(role: .client, compression: PerMessageDeflate()).outcomes(bytes) == [.text("Hello")])
    }
}
