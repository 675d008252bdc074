import Testing

@testable import EngineIOCore

/// The way from long-polling to a WebSocket (protocol v4, "Upgrade"), in all the orders that a network can make of it.
@Suite struct UpgradeTests {
    /// A session whose WebSocket 10 has been probed.
    private func probed() -> ServerHarness {
        var harness = ServerHarness()
        #expect(harness.open(10) == [])
        #expect(harness.hear(10, "2probe") == [.text(10, "3probe")])
        return harness
    }

    @Test func upgrades() {
        var harness = probed()
        #expect(harness.session.transport == .polling)
        #expect(harness.hear(10, "5") == [.upgraded(10)])
        #expect(harness.session.webSocket == 10)
        #expect(harness.hear(10, "4hello") == [.deliver(.text(1..<6))])
        #expect(harness.send("hello") == [.text(10, "4hello")])
    }

    @Test func aPollBeforeTheProbeIsEndedByANoop() {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [] && harness.open(10) == [])
        harness.now = 20
        #expect(harness.hear(10, "2probe") == [.text(10, "3probe")])
        #expect(harness.session.nextDeadline == 120)
        #expect(harness.tick(at: 120) == [.payload(2, "6")])
        #expect(harness.hear(10, "5") == [.upgraded(10)])
    }

    @Test func aPollAfterTheProbeIsEndedByANoop() {
        var harness = probed()
        harness.now = 50
        #expect(harness.poll(2) == [])
        #expect(harness.tick(at: 149) == [])
        #expect(harness.tick(at: 150) == [.payload(2, "6")])
        harness.now = 160
        #expect(harness.poll(3) == [])
        #expect(harness.tick(at: 260) == [.payload(3, "6")])
        #expect(harness.hear(10, "5") == [.upgraded(10)])
    }

    /// A poll that loses the race with the upgrade packet, in both orders.
    @Test func aPollBesideTheUpgradePacketIsRefused() {
        var harness = probed()
        #expect(harness.poll(2) == [])
        #expect(harness.hear(10, "5") == [.refused(2), .upgraded(10)])
        harness = probed()
        #expect(harness.hear(10, "5") == [.upgraded(10)])
        #expect(harness.poll(2) == [.refused(2)])
        #expect(harness.hear(10, "4hello") == [.deliver(.text(1..<6))])
    }

    /// The client sends probe and upgrade without waiting, and a poll comes in before them, between them or after.
    @Test(arguments: 0...2) func aPollAmidAHastyUpgradeIsRefused(position: Int) {
        var harness = ServerHarness()
        #expect(harness.open(10) == [])
        var actions: [ServerAction] = []
        if position == 0 { actions += harness.poll(2) }
        actions += harness.hear(10, "2probe")
        if position == 1 { actions += harness.poll(2) }
        actions += harness.hear(10, "5")
        if position == 2 { actions += harness.poll(2) }
        #expect(actions.filter { $0 == .refused(2) }.count == 1)
        #expect(harness.session.webSocket == 10)
    }

    @Test func messagesGoThroughPollsUntilTheUpgrade() {
        var harness = probed()
        #expect(harness.poll(2) == [])
        #expect(harness.send("a") == [.payload(2, "4a")])
        #expect(harness.post(3, "4b") == [.deliver(.text(1..<2)), .respond(3, .ok)])
        #expect(harness.send("c") == [] && harness.send(binary: [9]) == [])
        #expect(harness.hear(10, "5") == [.upgraded(10), .text(10, "4c"), .send(10, .binary([9]))])
    }

    @Test func aPostUnderWayAtTheUpgradeIsRefused() {
        var harness = probed()
        #expect(harness.begin(2) == [])
        #expect(harness.hear(10, "5") == [.refused(2), .upgraded(10)])
        #expect(harness.end(2, "4late") == [])
        #expect(harness.begin(3) == [.refused(3)])
    }

    @Test func refusesASecondWebSocket() {
        var harness = ServerHarness()
        #expect(harness.open(10) == [])
        #expect(harness.open(11) == [.closeWebSocket(11)])
        #expect(harness.hear(10, "2probe") == [.text(10, "3probe")])
        #expect(harness.open(12) == [.closeWebSocket(12)])
        #expect(harness.hear(10, "5") == [.upgraded(10)])
        #expect(harness.open(13) == [.closeWebSocket(13)])
        #expect(harness.hear(10, "4hello") == [.deliver(.text(1..<6))])
    }

    @Test(arguments: ["4a", "2", "3probe", "x", "", "1", "2probe2"])
    func whatDoesNotBelongOnTheProbeEndsIt(message: String) {
        var harness = ServerHarness()
        #expect(harness.poll(2) == [] && harness.open(10) == [])
        #expect(harness.hear(10, message) == [.closeWebSocket(10)])
        #expect(harness.session.isOpen && harness.send("a") == [.payload(2, "4a")])
        #expect(harness.open(11) == [], "another attempt is welcome")
    }

    @Test func binaryOnTheProbeEndsIt() {
        var harness = ServerHarness()
        #expect(harness.open(10) == [])
        #expect(harness.hear(10, binary: Array("2probe".utf8)) == [.closeWebSocket(10)])
    }

    @Test func aLostProbeChangesNothing() {
        var harness = probed()
        #expect(harness.poll(2) == [])
        #expect(harness.lose(10, failed: true) == [])
        #expect(harness.tick(at: 150) == [], "no noop any more")
        #expect(harness.send("a") == [.payload(2, "4a")])
    }

    @Test func timesOut() {
        var harness = ServerHarness { $0.upgradeTimeout = 150 }
        #expect(harness.open(10) == [] && harness.hear(10, "2probe") == [.text(10, "3probe")])
        #expect(harness.tick(at: 149) == [])
        #expect(harness.tick(at: 150) == [.closeWebSocket(10)])
        #expect(harness.hear(10, "5") == [] && harness.session.transport == .polling)
    }

    @Test func heartbeatGoesOn() {
        var harness = probed()
        #expect(harness.tick(at: 300) == [])
        harness.now = 310
        #expect(harness.hear(10, "5") == [.upgraded(10), .text(10, "2")])
        #expect(harness.tick(at: 500) == [.closeWebSocket(10), .closed(.pingTimeout)])
    }

    @Test func aFaultOnPollingEndsTheProbeToo() {
        var harness = probed()
        #expect(harness.post(2, "x").contains(.closeWebSocket(10)))
        #expect(harness.session.isFinished)
        #expect(harness.hear(10, "5") == [])
    }

    @Test func clientClosesAmid() {
        var harness = probed()
        #expect(harness.poll(2) == [])
        #expect(
            harness.post(3, "1") == [.payload(2, "6"), .closeWebSocket(10), .closed(.transportClose), .respond(3, .ok)]
        )
    }

    @Test func applicationClosesAmidAndThePollComesFirst() {
        var harness = probed()
        #expect(harness.send("last") == [])
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.poll(2) == [.payload(2, "4last\u{1E}1"), .closeWebSocket(10)])
        #expect(harness.session.isFinished)
    }

    @Test func applicationClosesAmidAndTheUpgradeComesFirst() {
        var harness = probed()
        #expect(harness.send("last") == [])
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.hear(10, "5") == [.text(10, "4last"), .text(10, "1"), .closeWebSocket(10)])
        #expect(harness.session.isFinished)
    }

    @Test func applicationClosesAmidAndNothingComes() {
        var harness = probed()
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.hear(10, "4x") == [])
        #expect(harness.tick(at: 30_000) == [.closeWebSocket(10)])
        #expect(harness.session.isFinished)
    }

    @Test func applicationClosesAmidAndTheProbeIsLost() {
        var harness = probed()
        #expect(harness.close() == [.closed(.forcedClose)])
        #expect(harness.lose(10) == [] && !harness.session.isFinished)
        #expect(harness.poll(2) == [.payload(2, "1")])
    }
}
