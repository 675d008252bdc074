@testable import EngineIOCore

/// A client's session under test: each call returns the actions it led to.
struct ClientHarness {
    static let handshake =
        #"{"sid":"abc","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000}"#

    var session: ClientSession
    var now: Milliseconds = 0

    init(_ transports: [TransportName], configure: (inout ClientConfiguration) -> Void = { _ in }) {
        var configuration = ClientConfiguration()
        configuration.transports = transports
        configure(&configuration)
        session = ClientSession(configuration: configuration)
    }

    /// A session that is open on polling, and polls.
    static func polling(
        _ transports: [TransportName] = [.polling],
        configure: (inout ClientConfiguration) -> Void = { _ in }
    ) -> ClientHarness {
        var harness = ClientHarness(transports, configure: configure)
        _ = harness.start()
        _ = harness.polled("0" + handshake)
        return harness
    }

    /// A session that is open on a WebSocket from the start.
    static func webSocket() -> ClientHarness {
        var harness = ClientHarness([.websocket])
        _ = harness.start()
        _ = harness.hear("0" + handshake)
        return harness
    }

    private mutating func collect(_ body: (inout ClientSession, inout [ClientAction]) -> Void) -> [ClientAction] {
        var actions: [ClientAction] = []
        body(&session, &actions)
        return actions
    }

    mutating func start() -> [ClientAction] {
        let now = now
        return collect { $0.start(now: now, into: &$1) }
    }

    mutating func polled(_ body: String) -> [ClientAction] {
        let now = now
        var bytes = Array(body.utf8)
        return collect { $0.pollCompleted(body: &bytes, now: now, into: &$1) }
    }

    mutating func posted() -> [ClientAction] {
        let now = now
        return collect { $0.postCompleted(now: now, into: &$1) }
    }

    mutating func failed(_ status: Int?) -> [ClientAction] {
        let now = now
        return collect { $0.requestFailed(status: status, now: now, into: &$1) }
    }

    mutating func opened() -> [ClientAction] {
        let now = now
        return collect { $0.webSocketOpened(now: now, into: &$1) }
    }

    mutating func hear(_ text: String) -> [ClientAction] {
        let now = now
        let bytes = Array(text.utf8)
        return collect { $0.webSocketReceived(bytes.span.bytes, as: .text, now: now, into: &$1) }
    }

    mutating func hear(binary bytes: [UInt8]) -> [ClientAction] {
        let now = now
        return collect { $0.webSocketReceived(bytes.span.bytes, as: .binary, now: now, into: &$1) }
    }

    mutating func lose(failed: Bool = false) -> [ClientAction] {
        let now = now
        return collect { $0.webSocketClosed(failed: failed, now: now, into: &$1) }
    }

    /// Sends messages in one run.
    mutating func send(_ texts: String...) -> [ClientAction] {
        collect { session, actions in
            for text in texts { session.send(EncodedPacket(.message, text), into: &actions) }
            session.flush(into: &actions)
        }
    }

    mutating func close() -> [ClientAction] { collect { $0.close(into: &$1) } }

    mutating func tick(at time: Milliseconds) -> [ClientAction] {
        now = time
        return collect { $0.tick(now: time, into: &$1) }
    }
}

extension ClientAction {
    /// A POST with this body.
    static func post(_ body: String) -> ClientAction { .post(Array(body.utf8)) }

    /// A text message on the WebSocket.
    static func text(_ text: String) -> ClientAction { .send(.text(Array(text.utf8))) }

    static func closed(_ reason: CloseReason) -> ClientAction { .closed(reason, nil) }
}
