@testable import EngineIOCore

/// A server's session under test: each call returns the actions it led to.
struct ServerHarness {
    var session: ServerSession
    let opening: [ServerAction]
    var now: Milliseconds = 0

    init(_ transport: TransportName = .polling, configure: (inout SessionConfiguration) -> Void = { _ in }) {
        var configuration = SessionConfiguration()
        configuration.pingInterval = 300
        configuration.pingTimeout = 200
        configure(&configuration)
        var actions: [ServerAction] = []
        session = ServerSession(
            sid: "abc",
            configuration: configuration,
            transport: transport,
            link: 1,
            now: 0,
            into: &actions
        )
        opening = actions
    }

    private mutating func collect(_ body: (inout ServerSession, inout [ServerAction]) -> Void) -> [ServerAction] {
        var actions: [ServerAction] = []
        body(&session, &actions)
        return actions
    }

    mutating func poll(_ link: LinkID) -> [ServerAction] {
        let now = now
        return collect { $0.pollArrived(link, now: now, into: &$1) }
    }

    mutating func begin(_ link: LinkID) -> [ServerAction] {
        let now = now
        return collect { $0.postBegan(link, now: now, into: &$1) }
    }

    mutating func end(_ link: LinkID, _ body: String) -> [ServerAction] {
        let now = now
        var bytes = Array(body.utf8)
        return collect { $0.postEnded(link, body: &bytes, now: now, into: &$1) }
    }

    /// A POST from its head to its end.
    mutating func post(_ link: LinkID, _ body: String) -> [ServerAction] { begin(link) + end(link, body) }

    mutating func abort(_ link: LinkID) -> [ServerAction] {
        let now = now
        return collect { $0.requestAborted(link, now: now, into: &$1) }
    }

    mutating func tooLarge(_ link: LinkID) -> [ServerAction] {
        let now = now
        return collect { $0.postTooLarge(link, now: now, into: &$1) }
    }

    mutating func open(_ link: LinkID) -> [ServerAction] {
        let now = now
        return collect { $0.webSocketOpened(link, now: now, into: &$1) }
    }

    mutating func hear(_ link: LinkID, _ text: String) -> [ServerAction] {
        let now = now
        let bytes = Array(text.utf8)
        return collect { $0.webSocketReceived(bytes.span.bytes, as: .text, on: link, now: now, into: &$1) }
    }

    mutating func hear(_ link: LinkID, binary bytes: [UInt8]) -> [ServerAction] {
        let now = now
        return collect { $0.webSocketReceived(bytes.span.bytes, as: .binary, on: link, now: now, into: &$1) }
    }

    mutating func lose(_ link: LinkID, failed: Bool = false) -> [ServerAction] {
        let now = now
        return collect { $0.webSocketClosed(link, failed: failed, now: now, into: &$1) }
    }

    /// Sends messages in one run.
    mutating func send(_ texts: String...) -> [ServerAction] {
        collect { session, actions in
            for text in texts { session.send(EncodedPacket(.message, text), into: &actions) }
            session.flush(into: &actions)
        }
    }

    mutating func send(binary bytes: [UInt8]) -> [ServerAction] {
        collect { session, actions in
            session.send(.binary(bytes), into: &actions)
            session.flush(into: &actions)
        }
    }

    mutating func close(_ reason: CloseReason = .forcedClose) -> [ServerAction] {
        let now = now
        return collect { $0.close(reason, now: now, into: &$1) }
    }

    mutating func tick(at time: Milliseconds) -> [ServerAction] {
        now = time
        return collect { $0.tick(now: time, into: &$1) }
    }
}

extension ServerAction {
    /// The answer to a poll.
    static func payload(_ link: LinkID, _ body: String) -> ServerAction { .respond(link, .payload(Array(body.utf8))) }

    /// A text message on a WebSocket.
    static func text(_ link: LinkID, _ text: String) -> ServerAction { .send(link, .text(Array(text.utf8))) }

    static func refused(_ link: LinkID, _ error: RequestError = .badRequest) -> ServerAction {
        .respond(link, .refused(error))
    }

    static func closed(_ reason: CloseReason) -> ServerAction { .closed(reason, nil) }
}
