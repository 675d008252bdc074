import Testing

@testable import EngineIOCore

/// Polling payloads (protocol v4, "Packet encoding").
@Suite struct PayloadTests {
    @Test(arguments: [
        ([EncodedPacket(.message, "hello")], "4hello"),
        (
            [EncodedPacket(.message, "hello"), EncodedPacket(.ping), EncodedPacket(.message, "world")],
            "4hello\u{1E}2\u{1E}4world"
        ),
        ([EncodedPacket(.message, "hello"), .binary([1, 2, 3, 4])], "4hello\u{1E}bAQIDBA=="),
        ([EncodedPacket(.message, "€")], "4€"),
        ([.binary([])], "b"),
    ])
    func encodes(packets: [EncodedPacket], body: String) {
        #expect(Payload.encode(packets) == Array(body.utf8))
    }

    private func packets(_ body: String, maxPackets: Int = 10, maxBytes: Int = 100) throws -> [EnginePacket] {
        let bytes = Array(body.utf8)
        var decoder = PayloadDecoder(maxBytes: maxBytes, maxPackets: maxPackets)
        var packets: [EnginePacket] = []
        while let packet = try decoder.next(in: bytes.span.bytes) { packets.append(packet) }
        return packets
    }

    @Test func decodes() throws {
        let packets = try packets("4hello\u{1E}2\u{1E}bAQIDBA==")
        #expect(packets.map(\.content) == [.text(.message), .text(.ping), .base64])
        #expect(packets.map(\.payload) == [1..<6, 8..<8, 10..<18])
    }

    @Test(arguments: [
        ("", EnginePacketError.empty), ("\u{1E}", .empty), ("4a\u{1E}", .empty), ("4a\u{1E}\u{1E}4b", .empty),
        ("9", .unknownType(UInt8(ascii: "9"))), ("4a\u{1E}/", .unknownType(UInt8(ascii: "/"))),
    ])
    func refuses(body: String, error: EnginePacketError) {
        #expect(throws: error) { try packets(body) }
    }

    @Test func countsPackets() throws {
        #expect(try packets("4\u{1E}4\u{1E}4", maxPackets: 3).count == 3)
        #expect(throws: EnginePacketError.tooManyPackets(limit: 2)) { try packets("4\u{1E}4\u{1E}4", maxPackets: 2) }
    }

    @Test func countsBytes() throws {
        #expect(try packets("4234", maxBytes: 4).count == 1)
        #expect(throws: EnginePacketError.payloadTooLarge(limit: 3)) { try packets("4234", maxBytes: 3) }
    }

    @Test func aPacketThatFitsNowhereGoesAlone() {
        let packets = [EncodedPacket(.message, "123456789"), EncodedPacket(.ping), EncodedPacket(.ping)]
        #expect(Payload.fittingCount(packets, limit: 5) == 1)
        #expect(Payload.fittingCount(packets.dropFirst(), limit: 2) == 1)
        #expect(Payload.fittingCount(packets.dropFirst(), limit: 3) == 2)
        #expect(Payload.fittingCount([], limit: 3) == 0)
    }

    @Test(arguments: EnginePacketType.allCases) func digitsStandForTypes(type: EnginePacketType) throws {
        #expect(EnginePacketType(digit: type.digit) == type)
        let bytes = [type.digit]
        #expect(try EnginePacket(text: bytes.span.bytes).content == .text(type))
    }

    @Test(arguments: [UInt8(ascii: "/"), UInt8(ascii: "7"), 0, 255, UInt8(ascii: "b")])
    func otherBytesStandForNone(byte: UInt8) {
        #expect(EnginePacketType(digit: byte) == nil)
    }
}
