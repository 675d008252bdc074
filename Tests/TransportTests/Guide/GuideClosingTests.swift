import Testing
import Transport
import WebSocketCore

/// The code of docs/websocket.md about clients and endings, run as written there; Tests/Clients/test_documents.py
/// compares.
@Suite("The guide: clients and closing")
struct GuideClosingTests {
    @Test("a client hears what it is sent, and how it ended")
    func client() async throws {
        let lines = Lines()
        try await TestRig { _ in EchoHandler() }.use { rig in
            let (loops, port) = (rig.loops, rig.listener.port)
            let show: @Sendable (String) -> Void = { lines.add($0) }

            var configuration = WebSocketClient.Configuration()
            configuration.subprotocols = ["chat"]
            configuration.fields = [("Origin", "http://127.0.0.1:\(port)")]
            configuration.timeout = .seconds(3)
            let client = WebSocketClient(configuration, loops: loops)
            let url = try WebSocketURL("ws://127.0.0.1:\(port)/Ada?room=1")
            let socket = try await client.connect(url) { Printer(show) }
            socket.send("hello")

            await waitUntil { lines.all.count == 1 }
            socket.close(.goingAway, reason: "that's all")
            await waitUntil { lines.all.count == 2 }
            #expect(lines.all == ["hello", "this end closed: 1001 that's all"])
        }
    }

    @Test("each ending has its words")
    func endings() async throws {
        let endings: [(WebSocketEnding, String, UInt16)] = [
            (.byPeer(.normal, reason: "bye"), "the other end closed: 1000 bye", 1000),
            (.byUs(.goingAway, reason: ""), "this end closed: 1001 ", 1001),
            (.violation(.init(.messageTooLarge)), "broken rule: message_too_large, closed with 1009", 1009),
            (.lost(.pingTimeout), "lost: ping_timeout", 1006),
        ]
        for (ending, words, code) in endings {
            #expect(describe(ending) == words)
            #expect(ending.code.rawValue == code)
        }
    }
}

private final class Printer: WebSocketHandler {
    private let show: @Sendable (String) -> Void

    init(_ show: @escaping @Sendable (String) -> Void) { self.show = show }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        show(payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        show(describe(ending))
    }
}

private func describe(_ ending: WebSocketEnding) -> String {
    switch ending {
    case .byPeer(let code, let reason): "the other end closed: \(code) \(reason)"
    case .byUs(let code, let reason): "this end closed: \(code) \(reason)"
    case .violation(let violation): "broken rule: \(violation.rule.rawValue), closed with \(violation.closeCode)"
    case .lost(let loss): "lost: \(loss.rawValue)"
    }
}

/// What was printed.
private final class Lines: Sendable {
    private let box = Box<[String]>()
    var all: [String] { box.value ?? [] }
    /// Called on one loop only.
    func add(_ line: String) { box.value = all + [line] }
}
