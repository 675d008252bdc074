import Testing

@testable import EngineIOCore

/// The client's half of an upgrade (protocol v4, "Upgrade").
@Suite struct ClientUpgradeTests {
    /// A session that polls, and whose WebSocket has been probed but not answered.
    private func probing() -> ClientHarness {
        var harness = ClientHarness.polling([.polling, .websocket])
        #expect(harness.opened() == [.text("2probe")])
        return harness
    }

    @Test func asksForAWebSocketIfBothSidesHaveIt() {
        for (transports, isAsked) in [([.polling, .websocket], true), ([.polling], false)] as [([TransportName], Bool)]
        {
            var harness = ClientHarness(transports)
            _ = harness.start()
            #expect(harness.polled("0" + ClientHarness.handshake).contains(.openWebSocket) == isAsked)
        }
        var harness = ClientHarness([.polling, .websocket])
        _ = harness.start()
        let handshake = ClientHarness.handshake.replacing("\"websocket\"", with: "")
        #expect(!harness.polled("0" + handshake).contains(.openWebSocket))
    }

    @Test func upgradesOnceThePollHasEnded() {
        var harness = probing()
        #expect(harness.hear("3probe") == [])
        #expect(harness.polled("4a\u{1E}6") == [.deliver(.text(1..<2)), .text("5"), .upgraded])
        #expect(harness.send("b") == [.text("4b")])
        #expect(harness.hear("4c") == [.deliver(.text(1..<2))])
    }

    @Test func upgradesOnceThePostHasEnded() {
        var harness = probing()
        #expect(harness.send("a") == [.post("4a")])
        #expect(harness.hear("3probe") == [])
        #expect(harness.send("b") == [], "nothing more is posted")
        #expect(harness.polled("6") == [])
        #expect(harness.posted() == [.text("5"), .upgraded, .text("4b")])
    }

    @Test func answersAPingThatCameMeanwhile() {
        var harness = probing()
        #expect(harness.hear("3probe") == [])
        #expect(harness.polled("2") == [.text("5"), .upgraded, .text("3")])
    }

    @Test(arguments: ["3", "3other", "4a", "x", "", "6"]) func staysOnPollingIfTheProbeIsNotAnswered(message: String) {
        var harness = probing()
        #expect(harness.hear(message) == [.closeWebSocket])
        #expect(harness.polled("4a") == [.deliver(.text(1..<2)), .get])
        #expect(harness.send("b") == [.post("4b")])
    }

    @Test func staysOnPollingIfTheWebSocketFails() {
        var harness = ClientHarness.polling([.polling, .websocket])
        #expect(harness.lose(failed: true) == [])
        #expect(harness.session.isOpen)
        harness = probing()
        #expect(harness.hear("3probe") == [])
        #expect(harness.send("a") == [])
        #expect(harness.lose() == [.post("4a")], "what was held back goes out")
        #expect(harness.polled("6") == [.get])
    }

    @Test func givesUp() {
        var harness = ClientHarness.polling([.polling, .websocket]) { $0.upgradeTimeout = 100 }
        #expect(harness.session.nextDeadline == 100)
        #expect(harness.tick(at: 100) == [.closeWebSocket])
        #expect(harness.session.nextDeadline == 500 && harness.lose() == [])
    }

    @Test func closesAmid() {
        var harness = probing()
        #expect(harness.close() == [.closeWebSocket, .post("1"), .closed(.forcedClose)])
    }

    @Test func serverClosesAmid() {
        var harness = probing()
        #expect(harness.polled("1") == [.closeWebSocket, .closed(.transportClose)])
    }
}
