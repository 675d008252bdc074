import Testing

@testable import EngineIOCore

/// The heartbeat (protocol v4, "Heartbeat"), with an interval of 300 ms and a timeout of 200.
@Suite struct HeartbeatTests {
    @Test func pingsAndIsAnsweredOnPolling() {
        var harness = ServerHarness()
        var link: LinkID = 10
        for round in 1...3 {
            #expect(harness.poll(link) == [])
            let due = Milliseconds(round) * 300 + Milliseconds(round - 1) * 50
            #expect(harness.tick(at: due - 1) == [])
            #expect(harness.tick(at: due) == [.payload(link, "2")])
            harness.now = due + 50
            #expect(harness.post(link + 1, "3") == [.respond(link + 1, .ok)])
            link += 2
        }
    }

    @Test func pingsAndIsAnsweredOnAWebSocket() {
        var harness = ServerHarness(.websocket)
        #expect(harness.session.nextDeadline == 300)
        #expect(harness.tick(at: 300) == [.text(1, "2")])
        #expect(harness.session.nextDeadline == 500)
        harness.now = 499
        #expect(harness.hear(1, "3") == [])
        #expect(harness.session.nextDeadline == 799)
    }

    @Test func aPingWaitsForThePoll() {
        var harness = ServerHarness()
        #expect(harness.tick(at: 300) == [])
        harness.now = 400
        #expect(harness.poll(2) == [.payload(2, "2")])
    }

    @Test func noPongClosesTheWebSocket() {
        var harness = ServerHarness(.websocket)
        #expect(harness.tick(at: 300) == [.text(1, "2")])
        #expect(harness.tick(at: 500) == [.closeWebSocket(1), .closed(.pingTimeout)])
        #expect(harness.session.isFinished && harness.session.nextDeadline == nil)
    }

    @Test func noPongEndsAnOpenPoll() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [])
        #expect(harness.tick(at: 300) == [.payload(2, "2")])
        #expect(harness.poll(3) == [])
        #expect(harness.tick(at: 500) == [.payload(3, "1"), .closed(.pingTimeout)])
    }

    /// A late timer makes no difference: a request at the time of the timeout finds the session gone.
    @Test(arguments: [[], [300], [320], [499]] as [[Milliseconds]])
    func isCountedFromTheHandshake(ticks: [Milliseconds]) {
        var harness = ServerHarness()
        for time in ticks { #expect(harness.tick(at: time) == []) }
        harness.now = 500
        #expect(harness.poll(2) == [.closed(.pingTimeout), .refused(2, .unknownSession)])
    }

    @Test func isCheckedByEveryRequest() {
        let isOver: [ServerAction] = [.closed(.pingTimeout), .refused(2, .unknownSession)]
        var polling = ServerHarness()
        polling.now = 500
        #expect(polling.begin(2) == isOver)
        var harness = ServerHarness(.websocket)
        harness.now = 500
        #expect(harness.hear(1, "4late") == [.closeWebSocket(1), .closed(.pingTimeout)])
    }

    @Test func onlyAPongIsAnAnswer() {
        var harness = ServerHarness(.websocket)
        #expect(harness.tick(at: 300) == [.text(1, "2")])
        harness.now = 450
        #expect(harness.hear(1, "4a") == [.deliver(.text(1..<2))])
        #expect(harness.tick(at: 500) == [.closeWebSocket(1), .closed(.pingTimeout)])
    }

    @Test func aPingFromTheClientIsAnError() {
        var harness = ServerHarness(.websocket)
        #expect(harness.hear(1, "2") == [.closeWebSocket(1), .closed(.transportError, .heartbeatDirection)])
    }
}
