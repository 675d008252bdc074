import Testing

@testable import EngineIOCore

/// The client's half of protocol v4.
@Suite struct ClientSessionTests {
    private static let open = OpenPacket(
        sid: "abc",
        upgrades: [.websocket],
        pingInterval: 300,
        pingTimeout: 200,
        maxPayload: 1000
    )

    @Test func opensOnPolling() {
        var harness = ClientHarness([.polling])
        #expect(harness.start() == [.get])
        #expect(!harness.session.isOpen)
        let end = ClientHarness.handshake.utf8.count + 3
        let actions = harness.polled("0" + ClientHarness.handshake + "\u{1E}4hi")
        #expect(actions == [.opened(Self.open), .deliver(.text(end..<end + 2)), .get])
        #expect(harness.session.isOpen && harness.session.handshake == Self.open)
        #expect(harness.start() == [])
    }

    @Test func opensOnAWebSocket() {
        var harness = ClientHarness([.websocket])
        #expect(harness.start() == [.openWebSocket])
        #expect(harness.opened() == [])
        #expect(harness.hear("0" + ClientHarness.handshake) == [.opened(Self.open)])
        #expect(harness.hear("4hi") == [.deliver(.text(1..<3))])
        #expect(harness.hear(binary: [1]) == [.deliver(.binary(0..<1))])
        #expect(harness.send("a") == [.text("4a")])
    }

    @Test(arguments: ["4early", "0", "0{}", "", "x", "bAAAA"])
    func refusesAnyOtherOpening(body: String) {
        var harness = ClientHarness([.polling])
        _ = harness.start()
        let actions = harness.polled(body)
        guard actions.count == 1, case .closed(.parseError, .packet)? = actions.first else {
            Issue.record("\(actions)")
            return
        }
    }

    @Test func doesNotWaitForEver() {
        var harness = ClientHarness([.websocket]) { $0.openTimeout = 100 }
        _ = harness.start()
        #expect(harness.session.nextDeadline == 100)
        #expect(harness.tick(at: 100) == [.closeWebSocket, .closed(.transportError, .openTimeout)])
        harness = ClientHarness([.polling]) { $0.openTimeout = 100 }
        _ = harness.start()
        #expect(harness.tick(at: 100) == [.closed(.transportError, .openTimeout)])
    }

    @Test func pollsAgainAndAgain() {
        var harness = ClientHarness.polling()
        #expect(harness.polled("4a\u{1E}bAQID") == [.deliver(.text(1..<2)), .deliver(.binary(4..<7)), .get])
        #expect(harness.polled("6") == [.get])
    }

    @Test func postsOneAfterAnother() {
        var harness = ClientHarness.polling()
        #expect(harness.send("a", "b") == [.post("4a\u{1E}4b")])
        #expect(harness.send("c") == [] && harness.send("d") == [])
        #expect(harness.posted() == [.post("4c\u{1E}4d")])
        #expect(harness.posted() == [])
    }

    @Test func keepsToTheServersMaxPayload() {
        var harness = ClientHarness.polling()
        let large = String(repeating: "x", count: 600)
        #expect(harness.send(large, large) == [.post("4" + large)])
        #expect(harness.posted() == [.post("4" + large)])
    }

    @Test func answersPings() {
        var polling = ClientHarness.polling()
        polling.now = 300
        #expect(polling.polled("2") == [.post("3"), .get])
        #expect(polling.session.nextDeadline == 800)
        var webSocket = ClientHarness.webSocket()
        #expect(webSocket.hear("2") == [.text("3")])
    }

    @Test func missesPings() {
        var polling = ClientHarness.polling()
        #expect(polling.tick(at: 499) == [])
        #expect(polling.tick(at: 500) == [.closed(.pingTimeout)])
        var webSocket = ClientHarness.webSocket()
        webSocket.now = 500
        #expect(webSocket.hear("2") == [.closeWebSocket, .closed(.pingTimeout)])
    }

    @Test func serverCloses() {
        var polling = ClientHarness.polling()
        #expect(polling.polled("4a\u{1E}1\u{1E}4b") == [.deliver(.text(1..<2)), .closed(.transportClose)])
        var webSocket = ClientHarness.webSocket()
        #expect(webSocket.hear("1") == [.closeWebSocket, .closed(.transportClose)])
        webSocket = .webSocket()
        #expect(webSocket.lose() == [.closed(.transportClose)])
        webSocket = .webSocket()
        #expect(webSocket.lose(failed: true) == [.closed(.transportError, .network)])
    }

    @Test func requestsFail() {
        var harness = ClientHarness.polling()
        #expect(harness.failed(400) == [.closed(.transportError, .status(400))])
        harness = .polling([.polling, .websocket])
        #expect(harness.failed(nil) == [.closeWebSocket, .closed(.transportError, .network)])
        #expect(harness.failed(nil) == [])
    }

    @Test(arguments: ["", "x", "b*", "4a\u{1E}"]) func refusesWhatItCannotTake(body: String) {
        var harness = ClientHarness.polling()
        guard case .closed(.parseError, .packet)? = harness.polled(body).last else {
            Issue.record("\(body) taken")
            return
        }
    }

    @Test(arguments: ["0{}", "3", "5", "6"]) func passesOverWhatMeansNothing(message: String) {
        var harness = ClientHarness.webSocket()
        #expect(harness.hear(message) == [])
    }

    @Test func closesOnPolling() {
        var harness = ClientHarness.polling()
        #expect(harness.close() == [.post("1"), .closed(.forcedClose)])
        #expect(harness.close() == [] && harness.polled("6") == [] && harness.session.isClosed)
        harness = .polling()
        #expect(harness.send("a") == [.post("4a")] && harness.send("b") == [])
        #expect(harness.close() == [] && !harness.session.isOpen)
        #expect(harness.posted() == [.post("4b\u{1E}1"), .closed(.forcedClose)])
    }

    @Test func closesOnPollingThoughTheLastPostFails() {
        var harness = ClientHarness.polling()
        #expect(harness.send("a") == [.post("4a")])
        #expect(harness.close() == [])
        #expect(harness.failed(nil) == [.closed(.forcedClose)])
    }

    @Test func closesOnAWebSocket() {
        var harness = ClientHarness.webSocket()
        #expect(harness.close() == [.closeWebSocket, .closed(.forcedClose)])
        #expect(harness.lose() == [])
    }

    @Test func closesBeforeItIsOpen() {
        var harness = ClientHarness([.polling])
        #expect(harness.close() == [.closed(.forcedClose)])
        harness = ClientHarness([.websocket])
        _ = harness.start()
        #expect(harness.close() == [.closeWebSocket, .closed(.forcedClose)])
    }

    @Test func boundsWhatWaits() {
        var harness = ClientHarness.polling { $0.maxBufferedBytes = 70 }
        #expect(harness.send("a") == [.post("4a")])
        #expect(harness.send("b", "c") == [])
        #expect(harness.send("d") == [.closed(.transportError, .bufferFull(limit: 70))])
    }
}
