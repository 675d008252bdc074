import Testing

@testable import WebSocketCore

/// RFC 6455 §5: what a server and a client make of frames.
@Suite struct MessageDecoderTests {
    private let server = Subject()
    private let client = Subject(role: .client)

    @Test func examplesOfTheRFC() {
        #expect(client.outcomes(wire("81 05 48 65 6c 6c 6f")) == [.text("Hello")])
        #expect(server.outcomes(wire("81 85 37 fa 21 3d 7f 9f 4d 51 58")) == [.text("Hello")])
        #expect(client.outcomes(wire("01 03 48 65 6c 80 02 6c 6f")) == [.text("Hello")])
        #expect(client.outcomes(wire("89 05 48 65 6c 6c 6f")) == [.ping(Array("Hello".utf8))])
        #expect(server.outcomes(wire("8a 85 37 fa 21 3d 7f 9f 4d 51 58")) == [.pong(Array("Hello".utf8))])
        let bytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
        #expect(client.outcomes(wire("82 7E 01 00") + bytes[..<256]) == [.binary(Array(bytes[..<256]))])
        #expect(client.outcomes(wire("82 7F 00 00 00 00 00 01 00 00") + bytes) == [.binary(bytes)])
    }

    /// RFC 6455 §5.1.
    @Test func aClientMasksAndAServerDoesNot() {
        var bare = Frame.text("x")
        bare.mask = nil
        #expect(server.outcomes(bare.bytes) == [.violation(.unmaskedFrame)])
        #expect(client.outcomes(Frame.text("x").bytes) == [.violation(.maskedFrame)])
        for opcode: UInt8 in [8, 9, 10] {
            #expect(server.outcomes(Frame(opcode: opcode, mask: nil).bytes) == [.violation(.unmaskedFrame)])
            #expect(client.outcomes(Frame(opcode: opcode).bytes) == [.violation(.maskedFrame)])
        }
    }

    @Test func emptyMessages() {
        #expect(server.outcomes(wire(.text(""), Frame(opcode: 2))) == [.text(""), .binary([])])
        let fragments = wire(.text("", isFinal: false), .continuation("", isFinal: false), .continuation(""))
        #expect(server.outcomes(fragments) == [.text("")])
        #expect(server.outcomes(wire(Frame(opcode: 9), Frame(opcode: 10))) == [.ping([]), .pong([])])
    }

    /// RFC 6455 §5.4: control frames come between fragments, and leave them alone.
    @Test func controlFramesInTheMiddleOfAMessage() {
        let ping = Array("are you there".utf8)
        let bytes = wire(
            .text("你", isFinal: false),
            Frame(opcode: 9, payload: ping),
            .continuation("好，", isFinal: false),
            Frame(opcode: 10, payload: [1, 2, 3]),
            .continuation("世界"),
            Frame(opcode: 2, payload: [0xFF])
        )
        let expected: [Outcome] = [.ping(ping), .pong([1, 2, 3]), .text("你好，世界"), .binary([0xFF])]
        for size in 1...bytes.count { #expect(server.outcomes(bytes, reads: [size]) == expected) }
    }

    @Test func aCloseInTheMiddleOfAMessage() {
        let bytes = wire(.text("half", isFinal: false), Frame(opcode: 8, payload: [0x03, 0xE8]))
        #expect(server.outcomes(bytes) == [.close(.normal, "")])
    }

    @Test func fragmentsOutOfOrder() {
        #expect(server.outcomes(Frame.continuation("x").bytes) == [.violation(.unexpectedContinuation)])
        let interrupted = wire(.text("a", isFinal: false), .text("b"))
        #expect(server.outcomes(interrupted) == [.violation(.interruptedMessage)])
        let mixed = wire(.text("a", isFinal: false), Frame(opcode: 2, payload: [1]))
        #expect(server.outcomes(mixed) == [.violation(.interruptedMessage)])
        let continued = wire(.text("a", isFinal: false), .continuation("b"), .continuation("c"))
        #expect(server.outcomes(continued) == [.text("ab"), .violation(.unexpectedContinuation)])
    }

    @Test func theMessagesBeforeAFaultComeOut() {
        for opcode: UInt8 in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
            let bytes = wire(.text("first"), Frame(opcode: opcode))
            #expect(server.outcomes(bytes) == [.text("first"), .violation(.reservedOpcode)])
            #expect(server.outcomes(bytes, reads: [1]) == [.text("first"), .violation(.reservedOpcode)])
        }
    }

    /// RFC 6455 §5.2, RFC 7692 §6: no bit without an extension; with one, RSV1 on the first frame alone.
    @Test func reservedBits() {
        for reserved: UInt8 in 1...7 {
            for opcode: UInt8 in [0, 1, 2, 8, 9, 10] {
                let frame = Frame(opcode: opcode, reserved: reserved)
                #expect(server.outcomes(frame.bytes) == [.violation(.reservedBits)])
            }
        }
        let compressing = Subject(compression: PerMessageDeflate())
        for reserved: UInt8 in [1, 2, 3, 5, 6, 7] {
            #expect(compressing.outcomes(Frame(opcode: 1, reserved: reserved).bytes) == [.violation(.reservedBits)])
        }
        for opcode: UInt8 in [8, 9, 10] {
            #expect(compressing.outcomes(Frame(opcode: opcode, reserved: 4).bytes) == [.violation(.reservedBits)])
        }
        let continuation = wire(.text("a", isFinal: false), Frame(opcode: 0, reserved: 4))
        #expect(compressing.outcomes(continuation) == [.violation(.reservedBits)])
    }

    @Test func badLengthsAndControlFrames() {
        let table: [(Frame, ProtocolViolation.Rule)] = [
            (Frame(opcode: 2, payload: [1], lengthBytes: 2), .invalidLength),
            (Frame(opcode: 2, payload: [UInt8](repeating: 1, count: 300), lengthBytes: 8), .invalidLength),
            (Frame(opcode: 2, claimed: 1 << 63), .invalidLength),
            (Frame(opcode: 2, claimed: .max), .invalidLength),
            (Frame(opcode: 2, claimed: 1 << 62), .frameTooLarge),
            (Frame(opcode: 9, payload: [UInt8](repeating: 1, count: 126)), .oversizedControl),
            (Frame(opcode: 8, payload: [UInt8](repeating: 1, count: 70_000)), .oversizedControl),
            (Frame(opcode: 9, isFinal: false), .fragmentedControl),
            (Frame(opcode: 8, isFinal: false), .fragmentedControl),
        ]
        for (frame, rule) in table {
            #expect(server.outcomes(frame.bytes) == [.violation(rule)])
            #expect(server.outcomes(frame.bytes, reads: [1]) == [.violation(rule)])
        }
    }

    /// RFC 6455 §8.1: text fails at the first bad byte, not at the end of its message.
    @Test func badTextFailsBeforeItsMessageEnds() {
        var decoder = MessageDecoder(role: .server)
        var collector = Collector()
        let begun = Frame(opcode: 1, payload: Array("世界".utf8) + [0xF4], mask: [0, 0, 0, 0], claimed: 1000)
        collector.feed(begun.bytes, to: &decoder)
        #expect(collector.outcomes.isEmpty)
        collector.feed([0x90], to: &decoder)
        #expect(collector.outcomes == [.violation(.invalidUTF8)])
    }

    @Test func aCharacterMayBeSplitOverFragmentsButNotOverMessages() {
        let euro = Array("€".utf8)
        let split = wire(
            Frame(opcode: 1, payload: [euro[0]], isFinal: false),
            Frame(opcode: 0, payload: [euro[1]], isFinal: false),
            Frame(opcode: 0, payload: [euro[2]])
        )
        #expect(server.outcomes(split) == [.text("€")])
        let cut = wire(Frame(opcode: 1, payload: [euro[0]]), Frame(opcode: 1, payload: [euro[1], euro[2]]))
        #expect(server.outcomes(cut) == [.violation(.invalidUTF8)])
        #expect(server.outcomes(Frame(opcode: 2, payload: [0xFF]).bytes) == [.binary([0xFF])])
    }
}
