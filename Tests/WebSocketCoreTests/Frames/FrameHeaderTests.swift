import Testing

@testable import WebSocketCore

/// RFC 6455 §5.2 and §5.5.
@Suite struct FrameHeaderTests {
    private func parse(_ bytes: [UInt8]) throws(ProtocolViolation) -> (header: FrameHeader, size: Int)? {
        try bytes.withUnsafeBufferPointer { buffer throws(ProtocolViolation) in
            try FrameHeader.parse(UnsafeRawBufferPointer(buffer))
        }
    }

    private func write(_ header: FrameHeader) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xEE, count: header.size)
        bytes.withUnsafeMutableBytes { space in
            if let base = space.baseAddress { header.write(to: base) }
        }
        return bytes
    }

    private func mask(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) } }

    /// Lengths at the edges of the three forms, and their bytes.
    private static let lengths: [(length: Int, bytes: String)] = [
        (0, "00"), (1, "01"), (125, "7D"),
        (126, "7E 00 7E"), (127, "7E 00 7F"), (256, "7E 01 00"), (65_535, "7E FF FF"),
        (65_536, "7F 00 00 00 00 00 01 00 00"), (.max, "7F 7F FF FF FF FF FF FF FF"),
    ]

    @Test func everyFormOfLengthReadsAndWrites() throws {
        for (length, bytes) in Self.lengths {
            let header = FrameHeader(opcode: .binary, length: length)
            #expect(write(header) == [0x82] + wire(bytes))
            let (parsed, size) = try #require(try parse([0x82] + wire(bytes)))
            #expect(parsed == header)
            #expect(size == header.size)
        }
    }

    @Test func maskComesAfterEveryFormOfLength() throws {
        for (length, bytes) in Self.lengths {
            let header = FrameHeader(opcode: .text, length: length, mask: mask([0x37, 0xFA, 0x21, 0x3D]))
            var expected = [0x81] + wire(bytes) + [0x37, 0xFA, 0x21, 0x3D]
            expected[1] |= 0x80
            #expect(write(header) == expected)
            #expect(try parse(expected)?.header == header)
        }
    }

    @Test func everyFirstByte() throws {
        let opcodes: [UInt8: Opcode] = [
            0: .continuation, 1: .text, 2: .binary, 8: .close, 9: .ping, 10: .pong,
        ]
        for first in UInt8.min ... .max {
            let result = Result { () throws(ProtocolViolation) in try parse([first, 0x00])?.header }
            let expected: Result<FrameHeader?, ProtocolViolation> =
                if first & 0x30 != 0 {
                    .failure(ProtocolViolation(.reservedBits))
                } else if let opcode = opcodes[first & 0x0F] {
                    if opcode.rawValue >= 8 && first & 0x80 == 0 {
                        .failure(ProtocolViolation(.fragmentedControl))
                    } else {
                        .success(
                            FrameHeader(
                                opcode: opcode,
                                length: 0,
                                isFinal: first & 0x80 != 0,
                                isCompressed: first & 0x40 != 0
                            )
                        )
                    }
                } else {
                    .failure(ProtocolViolation(.reservedOpcode))
                }
            #expect(result == expected, "first byte \(first)")
        }
    }

    @Test func badFirstByteFailsAlone() {
        #expect(throws: ProtocolViolation(.reservedBits)) { try parse([0xA1]) }
        #expect(throws: ProtocolViolation(.reservedOpcode)) { try parse([0x83]) }
        #expect(throws: Never.self) { try parse([0x81]) }
    }

    @Test(arguments: [
        "82 7E 00 00", "82 7E 00 7D", "82 7F 00 00 00 00 00 00 00 00", "82 7F 00 00 00 00 00 00 FF FF",
        "82 7F 80 00 00 00 00 00 00 00", "82 7F FF FF FF FF FF FF FF FF", "82 7F 80 00 00 00 00 01 00 00",
    ])
    func lengthNotInItsShortestFormOrWithTheTopBit(_ bytes: String) {
        #expect(throws: ProtocolViolation(.invalidLength)) { try parse(wire(bytes)) }
    }

    @Test func controlFramesCarryAtMost125Bytes() throws {
        for opcode: UInt8 in [8, 9, 10] {
            #expect(try parse([0x80 | opcode, 125])?.header.length == 125)
            for short: UInt8 in [126, 127] {
                #expect(throws: ProtocolViolation(.oversizedControl)) { try parse([0x80 | opcode, short]) }
            }
        }
    }

    @Test func everyPrefixWantsMore() throws {
        for (length, _) in Self.lengths {
            for key in [nil, UInt32(0x0102_0304)] {
                let bytes = write(FrameHeader(opcode: .binary, length: length, mask: key))
                for count in 0..<bytes.count {
                    #expect(try parse(Array(bytes[..<count])) == nil)
                }
                #expect(try parse(bytes + [1, 2, 3])?.size == bytes.count)
            }
        }
    }
}
