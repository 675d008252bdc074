import Testing

@testable import EngineIOCore

/// A session on long-polling (protocol v4, "HTTP long-polling").
@Suite struct PollingTests {
    private static let open =
        #"0{"sid":"abc","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000}"#

    @Test func opens() {
        let harness = ServerHarness()
        #expect(harness.opening == [.payload(1, Self.open)])
        #expect(harness.session.isOpen && harness.session.transport == .polling && !harness.session.isWritable)
    }

    @Test func offersNoUpgradeThatIsNotAllowed() {
        var harness = ServerHarness { $0.allowUpgrades = false }
        #expect(harness.opening == [.payload(1, Self.open.replacing("\"websocket\"", with: ""))])
        #expect(harness.open(2) == [.closeWebSocket(2)])
    }

    @Test func answersAPollWhenThereIsSomethingToSend() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.session.isWritable)
        #expect(harness.send("a", "b") == [.payload(2, "4a\u{1E}4b")])
        #expect(harness.session.isWritable == false)
    }

    @Test func keepsMessagesForTheNextPoll() {
        var harness = ServerHarness()
        #expect(harness.send("hello") == [])
        #expect(harness.send(binary: [1, 2, 3, 4]) == [])
        #expect(harness.poll(2) == [.payload(2, "4hello\u{1E}bAQIDBA==")])
        #expect(harness.poll(3) == [])
    }

    @Test func answersNoMoreThanMaxPayloadAtOnce() {
        var harness = ServerHarness { $0.maxPayload = 10 }
        #expect(harness.send("1234", "5678", "a packet that is larger by itself", "9") == [])
        #expect(harness.poll(2) == [.payload(2, "41234")])
        #expect(harness.poll(3) == [.payload(3, "45678")])
        #expect(harness.poll(4) == [.payload(4, "4a packet that is larger by itself")])
        #expect(harness.poll(5) == [.payload(5, "49")])
    }

    @Test(arguments: [
        ("4hello", [ServerAction.deliver(.text(1..<6))]),
        ("4", [.deliver(.text(1..<1))]),
        ("4a\u{1E}4b\u{1E}4c", [.deliver(.text(1..<2)), .deliver(.text(4..<5)), .deliver(.text(7..<8))]),
        ("4hello\u{1E}bAQIDBA==", [.deliver(.text(1..<6)), .deliver(.binary(8..<12))]),
        ("b", [.deliver(.binary(1..<1))]),
        ("3", []), ("6", []), ("5", []), ("0{}", []),
    ])
    func takesPackets(body: String, deliveries: [ServerAction]) {
        var harness = ServerHarness()
        #expect(harness.post(2, body) == deliveries + [.respond(2, .ok)])
        #expect(harness.session.isOpen)
    }

    @Test func decodesBase64WhereItLies() {
        var harness = ServerHarness()
        _ = harness.begin(2)
        var body = Array("4x\u{1E}bAQIDBA==".utf8)
        var actions: [ServerAction] = []
        harness.session.postEnded(2, body: &body, now: 0, into: &actions)
        #expect(actions.first == .deliver(.text(1..<2)))
        #expect(Array(body[4..<8]) == [1, 2, 3, 4])
    }

    @Test(arguments: [
        ("abc", SessionFault.packet(.unknownType(UInt8(ascii: "a")))),
        ("", .packet(.empty)),
        ("\u{1E}4a", .packet(.empty)),
        ("7", .packet(.unknownType(UInt8(ascii: "7")))),
        ("bA", .packet(.invalidBase64)),
        ("2", .heartbeatDirection),
    ])
    func closesForWhatItCannotTake(body: String, fault: SessionFault) {
        var harness = ServerHarness()
        #expect(harness.post(2, body) == [.refused(2), .closed(fault.closeReason, fault)])
        #expect(harness.session.isFinished)
        #expect(harness.poll(3) == [.refused(3, .unknownSession)])
    }

    @Test func deliversWhatCameBeforeAnError() {
        var harness = ServerHarness()
        let fault = SessionFault.packet(.empty)
        #expect(harness.post(2, "4a\u{1E}") == [.deliver(.text(1..<2)), .refused(2), .closed(.parseError, fault)])
    }

    @Test func refusesABodyThatIsNotUTF8() {
        var harness = ServerHarness()
        _ = harness.begin(2)
        var body: [UInt8] = [UInt8(ascii: "4"), 0xC3]
        var actions: [ServerAction] = []
        harness.session.postEnded(2, body: &body, now: 0, into: &actions)
        #expect(actions == [.refused(2), .closed(.parseError, .packet(.invalidUTF8))])
    }

    @Test func secondPollClosesTheSession() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.poll(3) == [.refused(3), .payload(2, "1"), .closed(.transportError, .pollOverlap)])
        #expect(harness.poll(4) == [.refused(4, .unknownSession)])
    }

    @Test func secondPostClosesTheSession() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.begin(3) == [])
        let end: [ServerAction] = [.refused(4), .payload(2, "1"), .refused(3), .closed(.transportError, .postOverlap)]
        #expect(harness.begin(4) == end)
        #expect(harness.end(3, "4a") == [])
    }

    @Test func abandonedPollClosesTheSession() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.abort(2) == [.closed(.transportError, .pollAborted)])
        #expect(harness.poll(3) == [.refused(3, .unknownSession)])
    }

    @Test func abandonedPostClosesTheSession() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.begin(3) == [])
        #expect(harness.abort(3) == [.payload(2, "1"), .closed(.transportError, .postAborted)])
    }

    @Test func anAnsweredRequestMayEndAsItWill() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.send("a") == [.payload(2, "4a")])
        #expect(harness.abort(2) == [])
        #expect(harness.session.isOpen)
    }

    @Test func tooLargeABodyClosesTheSession() {
        let fault = SessionFault.packet(.payloadTooLarge(limit: 8))
        let end: [ServerAction] = [.respond(2, .tooLarge), .closed(.parseError, fault)]
        var harness = ServerHarness { $0.maxPayload = 8 }
        #expect(harness.begin(2) == [])
        #expect(harness.tooLarge(2) == end)
        harness = ServerHarness { $0.maxPayload = 8 }
        #expect(harness.post(2, "412345678") == end)
        #expect(fault.description.contains("maxPayload"))
        #expect(PollingResponse.tooLarge.status == 413)
    }

    @Test func aThousandPacketsInOneBody() {
        let body = Array(repeating: "4x", count: 1000).joined(separator: "\u{1E}")
        var harness = ServerHarness()
        #expect(harness.post(2, body).count == 1001)
        harness = ServerHarness { $0.maxPacketsPerPayload = 999 }
        let actions = harness.post(2, body)
        #expect(actions.suffix(2) == [.refused(2), .closed(.parseError, .packet(.tooManyPackets(limit: 999)))])
        #expect(actions.count == 1001)
    }

    @Test func boundsWhatWaits() {
        var harness = ServerHarness { $0.maxBufferedBytes = 100 }
        #expect(harness.send("a", "b") == [])
        #expect(harness.send("c") == [.closed(.transportError, .bufferFull(limit: 100))])
        #expect(harness.session.isFinished && harness.send("d") == [])
    }

    @Test func clientClosesWithAPollOpen() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.post(3, "1\u{1E}4late") == [.payload(2, "6"), .closed(.transportClose), .respond(3, .ok)])
        #expect(harness.session.isFinished)
        #expect(harness.poll(4) == [.refused(4, .unknownSession)])
    }

    /// The other order of the same race: the POST overtakes the poll.
    @Test func clientClosesWithAPollJustBehind() {
        var harness = ServerHarness()
        #expect(harness.send("lost") == [])
        #expect(harness.post(2, "1") == [.closed(.transportClose), .respond(2, .ok)])
        #expect(!harness.session.isOpen && !harness.session.isFinished)
        #expect(harness.poll(3) == [.payload(3, "6")])
        #expect(harness.session.isFinished)
        #expect(harness.poll(4) == [.refused(4, .unknownSession)])
    }

    @Test func applicationClosesWithAPollOpen() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.close() == [.closed(.forcedClose), .payload(2, "1")])
        #expect(harness.session.isFinished)
    }

    @Test func applicationClosesBeforeThePoll() {
        var harness = ServerHarness { $0.maxPayload = 5 }
        #expect(harness.send("last", "words") == [])
        #expect(harness.close(.serverShuttingDown) == [.closed(.serverShuttingDown)])
        #expect(harness.post(2, "4ignored") == [.respond(2, .ok)])
        #expect(harness.poll(3) == [.payload(3, "4last")])
        #expect(harness.poll(4) == [.payload(4, "4words")])
        #expect(harness.poll(5) == [.payload(5, "1")])
        #expect(harness.session.isFinished)
    }

    @Test func aCloseThatNobodyFetchesIsForgotten() {
        var harness = ServerHarness { $0.closeTimeout = 1000 }
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.session.nextDeadline == 1000)
        #expect(harness.tick(at: 999) == [] && !harness.session.isFinished)
        #expect(harness.tick(at: 1000) == [] && harness.session.isFinished)
        #expect(harness.session.nextDeadline == nil)
    }

    @Test func applicationClosesWithAPostUnderWay() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [] && harness.begin(3) == [])
        #expect(harness.close() == [.closed(.forcedClose), .payload(2, "1"), .respond(3, .ok)])
        #expect(harness.end(3, "4late") == [])
    }

    @Test func closesOnce() {
        var harness = ServerHarness()
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.close() == [])
        #expect(harness.poll(2) == [.payload(2, "1")])
        #expect(harness.close() == [] && harness.send("a") == [])
    }
}
