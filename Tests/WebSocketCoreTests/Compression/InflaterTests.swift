import Testing

@testable import WebSocketCore

/// RFC 7692 §7.2: compressed messages, good and bad.
@Suite struct InflaterTests {
    private static let takeover = PerMessageDeflate()
    private static let alone: PerMessageDeflate = {
        var agreed = PerMessageDeflate()
        agreed.clientNoContextTakeover = true
        agreed.serverNoContextTakeover = true
        return agreed
    }()

    private func client(_ agreed: PerMessageDeflate = takeover) -> Subject {
        Subject(role: .client, compression: agreed)
    }

    private func compressed(_ payload: [UInt8], opcode: UInt8 = 1) -> [UInt8] {
        Frame(opcode: opcode, payload: payload, reserved: 4, mask: nil).bytes
    }

    /// RFC 7692 §7.2.3.1, .3 to .6; each is also sent twice, where it must mean the same again.
    @Test(
        arguments: [
            ("one block", "c1 07 f2 48 cd c9 c9 07 00", "Hello"),
            ("one block in two fragments", "41 03 f2 48 cd 80 04 c9 c9 07 00", "Hello"),
            ("a block without compression", "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello"),
            ("a block with BFINAL", "c1 08 f3 48 cd c9 c9 07 00 00", "Hello"),
            ("two blocks", "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello"),
            ("an empty message", "c1 01 00", ""),
        ]
    )
    func examplesOfTheRFC(name: String, bytes: String, text: String) {
        for agreed in [Self.takeover, Self.alone] {
            let subject = client(agreed)
            for reads in [[], [1], [2, 3]] {
                #expect(subject.outcomes(wire(bytes), reads: reads) == [.text(text)])
                #expect(subject.outcomes(wire(bytes) + wire(bytes), reads: reads) == [.text(text), .text(text)])
            }
        }
    }

    /// RFC 7692 §7.2.3.2.
    @Test func aSharedWindow() {
        let bytes = wire("c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00")
        #expect(client().outcomes(bytes) == [.text("Hello"), .text("Hello")])
        #expect(client(Self.alone).outcomes(bytes) == [.text("Hello"), .violation(.corruptCompression)])
    }

    /// A final block ends its stream, not the window (RFC 7692 §7.2.3.4, §7.2.2).
    @Test func theWindowOutlivesAFinalBlock() {
        let bytes = wire("c1 08 f3 48 cd c9 c9 07 00 00 c1 05 f2 00 11 00 00")
        #expect(client().outcomes(bytes) == [.text("Hello"), .text("Hello")])
        let inOneMessage = compressed(wire("f3 48 cd c9 c9 07 00 f2 00 11 00 00"))
        #expect(client().outcomes(inOneMessage) == [.text("HelloHello")])
        #expect(client().outcomes(inOneMessage, reads: [1]) == [.text("HelloHello")])
    }

    /// Senders that end with a final block and leave out the byte behind it are understood, as are empty payloads.
    @Test func nothingLeftToComplete() {
        let final = compressed(wire("f3 48 cd c9 c9 07 00"))
        let empty = compressed([])
        let whole = compressed(wire("f2 48 cd c9 c9 07 00"))
        let expected: [Outcome] = [.text("Hello"), .text(""), .text("Hello"), .text(""), .text("Hello")]
        for agreed in [Self.takeover, Self.alone] {
            for reads in [[], [1]] {
                #expect(client(agreed).outcomes(final + empty + whole + empty + final, reads: reads) == expected)
            }
        }
    }

    @Test(
        arguments: [
            ("reserved block type", "07 00"), ("stored lengths that disagree", "00 05 00 00 00 48 65 6c 6c 6f 00"),
            ("too far back", "f2 00 11 00 00"), ("stopped inside a block", "f2 48 cd"),
            ("stopped inside a stored block", "00 05 00 fa ff 48 65"), ("too many codes", "fc ff ff ff"),
        ]
    )
    func corruptData(name: String, payload: String) {
        for agreed in [Self.takeover, Self.alone] {
            for reads in [[], [1], [3]] {
                let outcomes = client(agreed).outcomes(compressed(wire(payload), opcode: 2), reads: reads)
                #expect(outcomes == [.violation(.corruptCompression)], "\(name)")
            }
        }
    }

    /// What was inflated before the fault is looked at first, so that the split over reads makes no difference.
    @Test func theFirstFaultCounts() {
        // A stored block with FF 61, then a block of the reserved type; stored blocks keep the bytes readable.
        let badTextThenCorrupt = compressed(wire("00 02 00 fd ff ff 61 07"))
        let badTextThenTooLarge = compressed(wire("00 03 00 fc ff ff 61 61 00"))
        for reads in [[], [1], [5]] {
            var subject = client()
            #expect(subject.outcomes(badTextThenCorrupt, reads: reads) == [.violation(.invalidUTF8)])
            subject.limits = Limits(maxMessageSize: 2, maxFrameSize: 100)
            #expect(subject.outcomes(badTextThenTooLarge, reads: reads) == [.violation(.invalidUTF8)])
        }
    }

    @Test func compressedAndPlainMessagesMix() {
        let plain = Frame(opcode: 1, payload: Array("plain".utf8), mask: nil).bytes
        let hello = wire("c1 07 f2 48 cd c9 c9 07 00")
        let again = wire("c1 05 f2 00 11 00 00")
        let ping = wire("89 01 21")
        let bytes = plain + hello + plain + ping + again
        let expected: [Outcome] = [.text("plain"), .text("Hello"), .text("plain"), .ping([0x21]), .text("Hello")]
        #expect(client().outcomes(bytes) == expected)
        #expect(client().outcomes(bytes, reads: [1]) == expected)
    }

    /// A bomb costs no more than the limit.
    @Test func inflatingStopsAtTheLimit() throws {
        let bomb = deflated([UInt8](repeating: 0, count: 32 << 20))
        #expect(bomb.count < 40_000)
        let inflater = Inflater()
        var output = ByteQueue()
        var input = bomb
        let failure = input.withUnsafeMutableBytes { bytes in
            Result { () throws(ProtocolViolation) in try inflater.inflate(bytes, into: &output, limit: 1 << 20) }
        }
        #expect(throws: ProtocolViolation(.messageTooLarge)) { try failure.get() }
        #expect(output.count == 1 << 20 + 1)
        #expect(output.space(atLeast: 0).count + output.count <= 2 << 20 + 2)
    }

    @Test func bombsAndTheirMessages() {
        let bomb = compressed(deflated([UInt8](repeating: 0x61, count: 1 << 20 + 1)))
        let fits = compressed(deflated([UInt8](repeating: 0x61, count: 1 << 20)))
        #expect(client().outcomes(bomb) == [.violation(.messageTooLarge)])
        #expect(client().outcomes(bomb, reads: [7]) == [.violation(.messageTooLarge)])
        #expect(client().outcomes(fits) == [.message(.text, [UInt8](repeating: 0x61, count: 1 << 20))])
    }

    /// Blocks that inflate to nothing cost nothing but their own bytes.
    @Test func aMillionEmptyBlocks() {
        let blocks = [[UInt8]](repeating: wire("00 00 00 ff ff"), count: 100_000).flatMap { $0 }
        let finals = [[UInt8]](repeating: wire("03 00"), count: 250_000).flatMap { $0 }
        #expect(client().outcomes(compressed(blocks + [0])) == [.text("")])
        #expect(client().outcomes(compressed(finals)) == [.text("")])
    }
}
