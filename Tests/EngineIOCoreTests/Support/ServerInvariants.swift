@testable import EngineIOCore

/// Drives a server's session by a script of events and looks at everything it asks for.
struct ServerWatch {
    private var session: ServerSession
    private var script: Script
    private var now: Milliseconds = 0
    private var nextLink: LinkID = 1
    private var unanswered: Set<LinkID> = []
    private var webSockets: Set<LinkID> = []
    private var isClosed = false
    private var sent: [EncodedPacket] = []
    private var received = 0
    private var isLossless = true
    private var fault: String?

    /// Runs the script to its end, and returns the first thing that was wrong.
    static func fault(of bytes: [UInt8]) -> String? {
        var watch = ServerWatch(bytes)
        while watch.fault == nil, !watch.script.isAtEnd { watch.step() }
        return watch.fault ?? watch.faultAtEnd()
    }

    private init(_ bytes: [UInt8]) {
        script = Script(bytes)
        var configuration = SessionConfiguration()
        configuration.pingInterval = 300
        configuration.pingTimeout = 200
        configuration.upgradeTimeout = 250
        configuration.closeTimeout = 400
        configuration.maxPayload = 256
        configuration.maxPacketsPerPayload = 8
        configuration.maxBufferedBytes = 2048
        let transport: TransportName = script.byte() & 1 == 0 ? .polling : .websocket
        var actions: [ServerAction] = []
        session = ServerSession(
            sid: "s",
            configuration: configuration,
            transport: transport,
            link: 0,
            now: 0,
            into: &actions
        )
        if transport == .websocket { webSockets = [0] } else { unanswered = [0] }
        check(actions)
    }

    private mutating func step() {
        var actions: [ServerAction] = []
        now += Milliseconds(script.byte() % 32)
        switch script.number(below: 12) {
        case 0: session.pollArrived(request(), now: now, into: &actions)
        case 1: session.postBegan(request(), now: now, into: &actions)
        case 2: endPost(into: &actions)
        case 3: if let link = anyOf(unanswered) { abort(link, into: &actions) }
        case 4: if let link = anyOf(unanswered) { session.postTooLarge(link, now: now, into: &actions) }
        case 5:
            webSockets.insert(nextLink)
            session.webSocketOpened(nextLink, now: now, into: &actions)
            nextLink += 1
        case 6: hear(into: &actions)
        case 7: if let link = anyOf(webSockets) { lose(link, into: &actions) }
        case 8, 9: send(into: &actions)
        case 10: if script.chance(8) { session.close(now: now, into: &actions) }
        default: if let deadline = session.nextDeadline { now = max(now, deadline) }
        }
        check(actions)
        advance()
    }

    private mutating func advance() {
        var actions: [ServerAction] = []
        session.tick(now: now, into: &actions)
        check(actions)
        if let deadline = session.nextDeadline, deadline <= now { fail("still due at \(deadline), it being \(now)") }
        if (session.nextDeadline == nil) != session.isFinished { fail("deadline \(session.nextDeadline ?? 0)") }
    }

    private mutating func request() -> LinkID {
        defer { nextLink += 1 }
        unanswered.insert(nextLink)
        return nextLink
    }

    private mutating func endPost(into actions: inout [ServerAction]) {
        let bodies = [
            "4a", "3", "1", "4a\u{1E}bAQID\u{1E}4b", "2", "abc", "", "4a\u{1E}", "5", "6", "b***", "3\u{1E}1\u{1E}4x",
        ]
        guard let link = anyOf(unanswered) else { return }
        var body = Array(bodies[script.number(below: bodies.count)].utf8)
        if script.chance(10) { body = script.take(20) }
        if script.chance(20) { body = Array(repeating: UInt8(ascii: "4"), count: 300) }
        session.postEnded(link, body: &body, now: now, into: &actions)
        for case .deliver(.text(let range)) in actions where range.upperBound > body.count {
            fail("text beyond the body")
        }
        for case .deliver(.binary(let range)) in actions where range.upperBound > body.count {
            fail("binary beyond the body")
        }
    }

    private mutating func abort(_ link: LinkID, into actions: inout [ServerAction]) {
        unanswered.remove(link)
        isLossless = false
        session.requestAborted(link, now: now, into: &actions)
    }

    private mutating func hear(into actions: inout [ServerAction]) {
        let messages = ["4a", "2probe", "5", "3", "1", "2", "6", "x", "", "5x", "2"]
        guard let link = anyOf(webSockets) else { return }
        let message = Array(messages[script.number(below: messages.count)].utf8)
        let kind: MessageKind = script.chance(8) ? .binary : .text
        session.webSocketReceived(message.span.bytes, as: kind, on: link, now: now, into: &actions)
    }

    private mutating func lose(_ link: LinkID, into actions: inout [ServerAction]) {
        webSockets.remove(link)
        isLossless = false
        session.webSocketClosed(link, failed: script.byte() & 1 == 0, now: now, into: &actions)
    }

    private mutating func send(into actions: inout [ServerAction]) {
        let packet: EncodedPacket =
            script.byte() & 1 == 0 ? EncodedPacket(.message, "\(sent.count)") : .binary([UInt8(sent.count & 255)])
        if session.isOpen { sent.append(packet) }
        session.send(packet, into: &actions)
        if script.byte() & 1 == 0 { session.flush(into: &actions) }
    }

    private mutating func anyOf(_ links: Set<LinkID>) -> LinkID? {
        links.isEmpty ? nil : links.sorted()[script.number(below: links.count)]
    }

    private mutating func check(_ actions: [ServerAction]) {
        for action in actions {
            switch action {
            case .respond(let link, let response):
                if unanswered.remove(link) == nil { fail("second answer to \(link), or answer to a stranger") }
                if case .payload(let body) = response { take(payload: body) }
            case .send(let link, let packet):
                if !webSockets.contains(link) { fail("message on a WebSocket that is closed") }
                take(packet)
            case .closeWebSocket(let link):
                if webSockets.remove(link) == nil { fail("WebSocket \(link) closed twice, or never open") }
            case .deliver:
                if isClosed { fail("delivery after the end") }
            case .upgraded(let link):
                if session.isOpen, session.webSocket != link { fail("upgraded to another WebSocket") }
            case .closed:
                if isClosed { fail("closed twice") }
                isClosed = true
            }
        }
        if session.isOpen == isClosed { fail("open and closed at once") }
    }

    private mutating func take(payload body: [UInt8]) {
        for part in body.split(separator: Payload.separator, omittingEmptySubsequences: false) {
            if part.first == Payload.binaryPrefix {
                var base64 = Array(part.dropFirst())
                let range = Base64.decode(&base64, in: 0..<base64.count) ?? 0..<0
                take(.binary(Array(base64[range])))
            } else {
                take(.text(Array(part)))
            }
        }
    }

    /// What the application sent comes out in order, each once; the rest is the protocol's own.
    private mutating func take(_ packet: EncodedPacket) {
        if case .text(let bytes) = packet, bytes.first != EnginePacketType.message.digit { return }
        guard received < sent.count, sent[received] == packet else {
            return fail("packet \(received) of \(sent.count) is \(packet)")
        }
        received += 1
    }

    private mutating func fail(_ what: String) { fault = fault ?? what }

    /// Given time, a session ends and leaves nothing open. What it was closed with still goes out on a last poll.
    private mutating func faultAtEnd() -> String? {
        var actions: [ServerAction] = []
        let wasOpen = session.isOpen && isLossless
        if wasOpen {
            session.close(now: now, into: &actions)
            for _ in 0..<100 where !session.isFinished { session.pollArrived(request(), now: now, into: &actions) }
            check(actions)
            if received != sent.count { fail("\(received) of \(sent.count) packets came out") }
        }
        for _ in 0..<20 {
            guard let deadline = session.nextDeadline else { break }
            now = deadline
            advance()
        }
        if !session.isFinished { fail("never finished") }
        if !webSockets.isEmpty { fail("WebSockets \(webSockets) left open") }
        var rest: [ServerAction] = []
        session.pollArrived(request(), now: now, into: &rest)
        check(rest)
        if !unanswered.isEmpty { fail("requests \(unanswered) left without an answer") }
        return fault
    }
}

extension Script {
    /// True once in so many bytes.
    mutating func chance(_ one: Int) -> Bool { number(below: one) == one - 1 }
}
