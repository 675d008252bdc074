import Testing

@testable import EngineIOCore

/// A session on a WebSocket (protocol v4, "WebSocket").
@Suite struct WebSocketTests {
    @Test func opens() {
        let harness = ServerHarness(.websocket)
        let open = #"0{"sid":"abc","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000}"#
        #expect(harness.opening == [.text(1, open)])
        #expect(harness.session.webSocket == 1 && harness.session.isWritable)
    }

    @Test func takesAndSendsMessages() {
        var harness = ServerHarness(.websocket)
        #expect(harness.hear(1, "4hello") == [.deliver(.text(1..<6))])
        #expect(harness.hear(1, binary: [1, 2, 3]) == [.deliver(.binary(0..<3))])
        #expect(harness.hear(1, binary: []) == [.deliver(.binary(0..<0))])
        #expect(harness.send("a", "b") == [.text(1, "4a"), .text(1, "4b")])
        #expect(harness.send(binary: [7]) == [.send(1, .binary([7]))])
    }

    @Test(arguments: ["abc", "", "7", "é"])
    func closesForWhatItCannotTake(message: String) {
        var harness = ServerHarness(.websocket)
        let actions = harness.hear(1, message)
        #expect(actions.first == .closeWebSocket(1) && actions.count == 2)
        guard case .closed(.parseError, .packet)? = actions.last else {
            Issue.record("\(actions)")
            return
        }
    }

    @Test func clientCloses() {
        var harness = ServerHarness(.websocket)
        #expect(harness.hear(1, "1") == [.closeWebSocket(1), .closed(.transportClose)])
        #expect(harness.hear(1, "4late") == [] && harness.session.isFinished)
    }

    @Test func applicationCloses() {
        var harness = ServerHarness(.websocket)
        #expect(harness.close() == [.closeWebSocket(1), .closed(.forcedClose)])
        #expect(harness.lose(1) == [] && harness.session.isFinished)
    }

    @Test func losesItsWebSocket() {
        var harness = ServerHarness(.websocket)
        #expect(harness.lose(1) == [.closed(.transportClose)])
        harness = ServerHarness(.websocket)
        #expect(harness.lose(1, failed: true) == [.closed(.transportError, .network)])
        #expect(harness.session.isFinished)
    }

    @Test func refusesASecondWebSocket() {
        var harness = ServerHarness(.websocket)
        #expect(harness.open(2) == [.closeWebSocket(2)])
        #expect(harness.hear(2, "4x") == [] && harness.lose(2) == [])
        #expect(harness.hear(1, "4hello") == [.deliver(.text(1..<6))])
    }

    @Test func refusesPolling() {
        var harness = ServerHarness(.websocket)
        #expect(harness.poll(2) == [.refused(2)])
        #expect(harness.begin(3) == [.refused(3)])
        #expect(harness.session.isOpen)
    }
}
