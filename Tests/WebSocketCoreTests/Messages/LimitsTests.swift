import Testing

@testable import WebSocketCore

/// At a limit all is well; one byte more is refused.
@Suite struct LimitsTests {
    private func binary(_ count: Int, isFinal: Bool = true, opcode: UInt8 = 2) -> Frame {
        Frame(opcode: opcode, payload: [UInt8](repeating: 7, count: count), isFinal: isFinal)
    }

    @Test func frames() {
        let subject = Subject(limits: Limits(maxMessageSize: 1000, maxFrameSize: 300))
        #expect(subject.outcomes(binary(300).bytes) == [.binary([UInt8](repeating: 7, count: 300))])
        #expect(subject.outcomes(binary(301).bytes) == [.violation(.frameTooLarge)])
    }

    @Test func aFrameIsRefusedByItsHeader() {
        var frame = binary(0)
        frame.claimed = 1001
        #expect(Subject(limits: Limits(maxMessageSize: 1000)).outcomes(frame.bytes) == [.violation(.frameTooLarge)])
        frame.claimed = UInt64(Int.max)
        #expect(Subject(limits: Limits(maxMessageSize: 1000)).outcomes(frame.bytes) == [.violation(.frameTooLarge)])
    }

    @Test func controlFramesHaveTheirOwnLimit() {
        let subject = Subject(limits: Limits(maxMessageSize: 10))
        let ping = [UInt8](repeating: 1, count: 125)
        #expect(subject.outcomes(Frame(opcode: 9, payload: ping).bytes) == [.ping(ping)])
    }

    @Test(arguments: [false, true])
    func messagesOfFragments(streams: Bool) {
        let subject = Subject(limits: Limits(maxMessageSize: 1000, fragmentCharge: 16), streams: streams)
        // 500 + (16 + 484)
        let full = wire(binary(500, isFinal: false), binary(484, opcode: 0))
        #expect(subject.outcomes(full) == [.binary([UInt8](repeating: 7, count: 984))])
        let over = wire(binary(500, isFinal: false), binary(485, opcode: 0))
        #expect(subject.outcomes(over) == [.violation(.messageTooLarge)])
    }

    @Test(arguments: [false, true])
    func endlessEmptyFragments(streams: Bool) {
        let subject = Subject(limits: Limits(maxMessageSize: 160, fragmentCharge: 16), streams: streams)
        let ten = (0..<10).map { _ in binary(0, isFinal: false, opcode: 0) }
        let start = wire(binary(0, isFinal: false)) + ten.flatMap(\.bytes)
        #expect(subject.outcomes(start) == [])
        #expect(subject.outcomes(start + wire(binary(0, opcode: 0))) == [.violation(.messageTooLarge)])
        let nine = wire(binary(0, isFinal: false)) + ten.dropLast().flatMap(\.bytes)
        #expect(subject.outcomes(nine + wire(binary(0, opcode: 0))) == [.binary([])])
    }

    @Test func theChargeStartsAnewWithEachMessage() {
        let subject = Subject(limits: Limits(maxMessageSize: 100, fragmentCharge: 50))
        let message = wire(binary(30, isFinal: false), binary(20, opcode: 0))
        let outcome = Outcome.binary([UInt8](repeating: 7, count: 50))
        #expect(subject.outcomes(message + message + message) == [outcome, outcome, outcome])
    }

    @Test func inflatedBytesCountAndCompressedOnesDoNot() {
        let text = String(repeating: "abc", count: 100)
        let message = Frame(opcode: 1, payload: deflated(Array(text.utf8)), reserved: 4).bytes
        for (limit, expected) in [(300, Outcome.text(text)), (299, .violation(.messageTooLarge))] {
            for streams in [false, true] {
                let limits = Limits(maxMessageSize: limit)
                let subject = Subject(limits: limits, compression: PerMessageDeflate(), streams: streams)
                #expect(subject.outcomes(message) == [expected])
                #expect(subject.outcomes(message, reads: [1]) == [expected])
            }
        }
    }

    @Test func zeroAndUnlimited() {
        let none = Subject(limits: Limits(maxMessageSize: 0))
        #expect(none.outcomes(wire(.text(""))) == [.text("")])
        #expect(none.outcomes(wire(.text("a"))) == [.violation(.frameTooLarge)])
        let unlimited = Limits(maxMessageSize: .max)
        let bytes = wire(
            Frame(opcode: 1, payload: deflated(Array("Hello, ".utf8)).dropLast(), isFinal: false, reserved: 4),
            Frame(opcode: 0, payload: deflated(Array("Hello, ".utf8)).suffix(1))
        )
        #expect(
            Subject(limits: unlimited, compression: PerMessageDeflate()).outcomes(bytes, reads: [3])
                == [.text("Hello, ")]
        )
        #expect(
            Limits(maxMessageSize: -1, maxFrameSize: -1, fragmentCharge: -1)
                == Limits(
                    maxMessageSize: 0,
                    maxFrameSize: 0,
                    fragmentCharge: 0
                )
        )
    }
}
