import Testing

@testable import WebSocketCore

/// RFC 6455 §5.5.1, §7.4.
@Suite struct CloseTests {
    private func outcomes(_ payload: [UInt8]) -> [Outcome] {
        Subject().outcomes(Frame(opcode: 8, payload: payload).bytes)
    }

    private func payload(_ code: UInt16, _ reason: [UInt8] = []) -> [UInt8] {
        [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)] + reason
    }

    @Test func everyCode() {
        let registered: Set<UInt16> = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]
        for code in (UInt16(0)...5000) + [0x7FFF, 0x8000, 0xFFFF] {
            let allowed = registered.contains(code) || (3000...4999).contains(code)
            let expected: Outcome = allowed ? .close(CloseCode(rawValue: code), "") : .violation(.invalidClose)
            if outcomes(payload(code)) != [expected] { Issue.record("\(code)") }
            if CloseCode(rawValue: code).isAllowedOnWire != allowed { Issue.record("\(code) on the wire") }
        }
    }

    @Test func namedCodes() {
        let named: [(CloseCode, UInt16)] = [
            (.normal, 1000), (.goingAway, 1001), (.protocolError, 1002), (.unsupportedData, 1003), (.noStatus, 1005),
            (.abnormal, 1006), (.invalidPayload, 1007), (.policyViolation, 1008), (.messageTooBig, 1009),
            (.internalError, 1011), (.tryAgainLater, 1013),
        ]
        for (code, number) in named { #expect(code.rawValue == number && code.description == String(number)) }
    }

    @Test func payloads() {
        #expect(outcomes([]) == [.close(nil, "")])
        #expect(outcomes([0x03]) == [.violation(.invalidClose)])
        #expect(outcomes(payload(1000, Array("再见".utf8))) == [.close(.normal, "再见")])
        #expect(outcomes(payload(1000, [0xED, 0xA0, 0x80])) == [.violation(.invalidUTF8)])
        #expect(outcomes(payload(1000, [0xE5, 0x86])) == [.violation(.invalidUTF8)])
        let longest = [UInt8](repeating: 0x61, count: 123)
        #expect(outcomes(payload(1001, longest)) == [.close(.goingAway, String(decoding: longest, as: UTF8.self))])
    }

    @Test func nothingIsReadBehindAClose() {
        let bytes = wire(Frame(opcode: 8), .text("late"), Frame(opcode: 3))
        #expect(Subject().outcomes(bytes) == [.close(nil, "")])
        #expect(Subject().outcomes(bytes, reads: [1]) == [.close(nil, "")])
    }

    @Test func writtenPayloads() {
        #expect(ClosePayload.bytes(nil, reason: "not sent without a code") == [])
        #expect(ClosePayload.bytes(.normal, reason: "") == [0x03, 0xE8])
        #expect(ClosePayload.bytes(.goingAway, reason: "再见") == wire("03 E9 E5 86 8D E8 A7 81"))
    }

    @Test func aLongReasonIsCutBetweenCharacters() {
        for pad in 0..<4 {
            let reason = String(repeating: "a", count: pad) + String(repeating: "再", count: 60)
            let bytes = ClosePayload.bytes(.normal, reason: reason)
            #expect((123...125).contains(bytes.count))
            #expect(reason.hasPrefix(String(decoding: bytes[2...], as: UTF8.self)))
            #expect(outcomes(bytes) == [.close(.normal, String(decoding: bytes[2...], as: UTF8.self))])
        }
    }

    @Test func everyViolationHasACodeAndAReasonThatFit() {
        for rule in ProtocolViolation.Rule.allCases {
            let violation = ProtocolViolation(rule)
            #expect(violation.closeCode.isAllowedOnWire)
            let bytes = ClosePayload.bytes(violation.closeCode, reason: violation.reason)
            #expect(bytes.count == 2 + violation.reason.utf8.count, "the reason of \(rule) is cut")
            let expected: CloseCode =
                switch rule {
                case .invalidUTF8, .corruptCompression: .invalidPayload
                case .frameTooLarge, .messageTooLarge: .messageTooBig
                default: .protocolError
                }
            #expect(violation.closeCode == expected)
        }
    }
}
