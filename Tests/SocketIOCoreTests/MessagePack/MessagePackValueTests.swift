import Testing

@testable import SocketIOCore

/// MessagePack, both ways, by its specification's table of formats.
@Suite struct MessagePackValueTests {
    private func read(_ bytes: [UInt8], maxDepth: Int = 64) throws -> Value {
        try Value(messagePack: bytes.span.bytes, maxDepth: maxDepth)
    }

    private func written(_ value: Value) -> [UInt8] {
        var output: [UInt8] = []
        value.appendMessagePack(to: &output)
        return output
    }

    private static let formats: [(Value, [UInt8])] = [
        (nil, [0xC0]), (false, [0xC2]), (true, [0xC3]),
        (0, [0x00]), (127, [0x7F]), (128, [0xCC, 0x80]), (255, [0xCC, 0xFF]), (256, [0xCD, 1, 0]),
        (65535, [0xCD, 0xFF, 0xFF]),
        (65536, [0xCE, 0, 1, 0, 0]), (4_294_967_295, [0xCE, 0xFF, 0xFF, 0xFF, 0xFF]),
        (4_294_967_296, [0xCF, 0, 0, 0, 1, 0, 0, 0, 0]),
        (.int(.max), [0xCF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        (-1, [0xFF]), (-32, [0xE0]), (-33, [0xD0, 0xDF]), (-128, [0xD0, 0x80]), (-129, [0xD1, 0xFF, 0x7F]),
        (-32768, [0xD1, 0x80, 0]), (-32769, [0xD2, 0xFF, 0xFF, 0x7F, 0xFF]), (-2_147_483_648, [0xD2, 0x80, 0, 0, 0]),
        (-2_147_483_649, [0xD3, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]),
        (.int(.min), [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        (1.5, [0xCB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0]),
        ("", [0xA0]), ("é", [0xA2, 0xC3, 0xA9]), ([], [0x90]), ([1, [nil]], [0x92, 1, 0x91, 0xC0]),
        ([:], [0x80]), (["b": 1, "a": 2], [0x82, 0xA1, 0x62, 1, 0xA1, 0x61, 2]),
        (.binary([]), [0xC4, 0]), (.binary([7, 8]), [0xC4, 2, 7, 8]),
    ]

    @Test(arguments: formats) func goesBothWays(value: Value, bytes: [UInt8]) throws {
        #expect(written(value) == bytes)
        #expect(try read(bytes) == value)
    }

    /// Every size that begins another format.
    @Test(arguments: [15, 16, 31, 32, 255, 256, 65535, 65536]) func sizesGoBothWays(size: Int) throws {
        let heads: [(Value, (Int) -> [UInt8])] = [
            (
                .string(String(repeating: "x", count: size)),
                { $0 < 32 ? [0xA0 | UInt8($0)] : $0 < 256 ? [0xD9] : $0 < 65536 ? [0xDA] : [0xDB] }
            ),
            (.binary(Array(repeating: 1, count: size)), { $0 < 256 ? [0xC4] : $0 < 65536 ? [0xC5] : [0xC6] }),
            (.array(Array(repeating: 1, count: size)), { $0 < 16 ? [0x90 | UInt8($0)] : $0 < 65536 ? [0xDC] : [0xDD] }),
            (
                .object(Object(Array(repeating: .init(name: "a", value: 1), count: size))),
                { $0 < 16 ? [0x80 | UInt8($0)] : $0 < 65536 ? [0xDE] : [0xDF] }
            ),
        ]
        for (value, head) in heads {
            let bytes = written(value)
            #expect(bytes.starts(with: head(size)))
            #expect(try read(bytes) == value)
        }
    }

    private static let readings: [([UInt8], Value)] = [
        ([0xCA, 0x3F, 0xC0, 0, 0], 1.5), ([0xD9, 1, 0x61], "a"), ([0xDC, 0, 1, 0xC0], [nil]), ([0xDE, 0, 0], [:]),
        ([0xCF, 0x80, 0, 0, 0, 0, 0, 0, 0], .double(9_223_372_036_854_775_808)),
        // What notepack.io writes for JavaScript's undefined, ArrayBuffer and Date.
        ([0xD4, 0, 0], nil), ([0xC7, 3, 0, 1, 2, 3], .binary([1, 2, 3])), ([0xC8, 0, 2, 0, 1, 2], .binary([1, 2])),
        ([0xD7, 0, 0, 0, 1, 0x6F, 0x5E, 0x66, 0xE8, 0], "2020-01-01T00:00:00.000Z"),
        ([0xD6, 0xFF, 0x5E, 0x0B, 0xE1, 0], "2020-01-01T00:00:00.000Z"),
        ([0xD7, 0xFF, 0x77, 0x35, 0x94, 0, 0x5E, 0x0B, 0xE1, 0], "2020-01-01T00:00:00.500Z"),
        (
            [0xC7, 12, 0xFF, 0x3B, 0x8B, 0x87, 0xC0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            "1969-12-31T23:59:59.999Z"
        ),
    ]

    @Test(arguments: readings) func isRead(bytes: [UInt8], value: Value) throws {
        #expect(try read(bytes) == value)
    }

    @Test(
        arguments: [
            ([], MessagePackError.truncated), ([0xC1], .invalidByte(0xC1)), ([0xA1], .truncated), ([0xD9], .truncated),
            ([0xD9, 5, 0x61], .truncated), ([0x91], .truncated), ([0x81, 0xA1, 0x61], .truncated),
            ([0xCB, 0], .truncated),
            ([0xA1, 0xFF], .invalidUTF8), ([0x81, 1, 1], .invalidKey), ([0x82, 0xA1, 0x61, 1, 0xC0, 1], .invalidKey),
            ([0xD4, 5, 0], .unknownExtension(5)), ([0xD4, 0xFF, 0], .unknownExtension(-1)),
            ([0xC0, 0xC0], .trailingBytes),
            ([0xDD, 0xFF, 0xFF, 0xFF, 0xFF, 0xC0], .truncated), ([0xDF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC0], .truncated),
            ([0xC6, 0xFF, 0xFF, 0xFF, 0xFF], .truncated), ([0xDF, 0, 0, 0, 2, 0xA0, 0xC0, 0xA0], .truncated),
        ] as [([UInt8], MessagePackError)]
    )
    func isRefused(bytes: [UInt8], error: MessagePackError) {
        #expect(throws: error) { try read(bytes) }
    }

    @Test func boundsDepth() throws {
        #expect(try read([0x91, 0x91, 0x90], maxDepth: 3) == [[[]]])
        #expect(throws: MessagePackError.tooDeep(limit: 2)) { try read([0x91, 0x91, 0x90], maxDepth: 2) }
        #expect(throws: MessagePackError.tooDeep(limit: 64)) { try read(Array(repeating: 0x91, count: 100_000)) }
        #expect(throws: MessagePackError.tooDeep(limit: 64)) {
            try read(Array(repeatElement([0x81, 0xA0] as [UInt8], count: 100_000).joined()), maxDepth: 1000)
        }
    }

    /// Against known dates, leap years and both ends of JavaScript's calendar among them.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_709_210_096_007, "2024-02-29T12:34:56.007Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "+010000-01-01T00:00:00.000Z"), (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z"),
        (8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"), (Int64.max, "+275760-09-13T00:00:00.000Z"),
        (Int64.min, "-271821-04-20T00:00:00.000Z"), (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
    ])
    func datesAreTextsAsInJSON(milliseconds: Int64, text: String) {
        #expect(MessagePackExtension.text(milliseconds: milliseconds) == text)
    }
}
