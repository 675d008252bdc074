@testable import EngineIOCore

/// Drives a client's session by a script of events and looks at everything it asks for.
struct ClientWatch {
    private var session: ClientSession
    private var script: Script
    private var now: Milliseconds = 0
    private var isGetting = false
    private var isPosting = false
    private var hasWebSocket = false
    private var isClosed = false
    private var sent: [EncodedPacket] = []
    private var left = 0
    private var fault: String?

    /// Runs the script to its end, and returns the first thing that was wrong.
    static func fault(of bytes: [UInt8]) -> String? {
        var watch = ClientWatch(bytes)
        while watch.fault == nil, !watch.script.isAtEnd { watch.step() }
        return watch.fault ?? watch.faultAtEnd()
    }

    private init(_ bytes: [UInt8]) {
        script = Script(bytes)
        var configuration = ClientConfiguration()
        configuration.transports = [[.polling, .websocket], [.polling], [.websocket]][script.number(below: 3)]
        configuration.openTimeout = 200
        configuration.upgradeTimeout = 250
        configuration.maxPayload = 256
        configuration.maxPacketsPerPayload = 8
        configuration.maxBufferedBytes = 2048
        session = ClientSession(configuration: configuration)
        var actions: [ClientAction] = []
        session.start(now: 0, into: &actions)
        check(actions)
    }

    private mutating func step() {
        var actions: [ClientAction] = []
        now += Milliseconds(script.byte() % 32)
        switch script.number(below: 12) {
        case 0, 1: endGet(into: &actions)
        case 2, 3: if isPosting { post(into: &actions) }
        case 4: if script.chance(4), isGetting || isPosting { failRequest(into: &actions) }
        case 5: if hasWebSocket { session.webSocketOpened(now: now, into: &actions) }
        case 6, 7: if hasWebSocket { hear(into: &actions) }
        case 8: if hasWebSocket, script.chance(4) { lose(into: &actions) }
        case 9, 10: send(into: &actions)
        default: if script.chance(10) { session.close(into: &actions) } else { now = session.nextDeadline ?? now }
        }
        check(actions)
        var later: [ClientAction] = []
        session.tick(now: now, into: &later)
        check(later)
        if let deadline = session.nextDeadline, deadline <= now { fail("still due at \(deadline), it being \(now)") }
    }

    private static let open =
        #"0{"sid":"s","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":64}"#

    private mutating func endGet(into actions: inout [ClientAction]) {
        guard isGetting else { return }
        isGetting = false
        let bodies = [
            "4a", "2", "6", "4a\u{1E}bAQID\u{1E}2", "4a\u{1E}4b", "1", "abc", "", "3", "5", "b***", "0{}",
            "2\u{1E}1\u{1E}4",
        ]
        var body = Array(bodies[script.number(below: bodies.count)].utf8)
        if session.handshake == nil, !script.chance(8) { body = Array(Self.open.utf8) }
        if script.chance(16) { body = script.take(20) }
        session.pollCompleted(body: &body, now: now, into: &actions)
        for case .deliver(.text(let range)) in actions where range.upperBound > body.count {
            fail("text beyond the body")
        }
    }

    private mutating func post(into actions: inout [ClientAction]) {
        isPosting = false
        session.postCompleted(now: now, into: &actions)
    }

    private mutating func failRequest(into actions: inout [ClientAction]) {
        if isGetting { isGetting = false } else { isPosting = false }
        session.requestFailed(status: script.byte() & 1 == 0 ? 400 : nil, now: now, into: &actions)
    }

    private mutating func hear(into actions: inout [ClientAction]) {
        let messages = ["4a", "3probe", "2", "1", "6", "x", "", "3", "5", Self.open]
        var message = Array(messages[script.number(below: messages.count)].utf8)
        if script.chance(16) { message = script.take(10) }
        let kind: MessageKind = script.chance(8) ? .binary : .text
        session.webSocketReceived(message.span.bytes, as: kind, now: now, into: &actions)
    }

    private mutating func lose(into actions: inout [ClientAction]) {
        hasWebSocket = false
        session.webSocketClosed(failed: script.byte() & 1 == 0, now: now, into: &actions)
    }

    private mutating func send(into actions: inout [ClientAction]) {
        let packet: EncodedPacket =
            script.byte() & 1 == 0 ? EncodedPacket(.message, "\(sent.count)") : .binary([UInt8(sent.count & 255)])
        if session.isOpen { sent.append(packet) }
        session.send(packet, into: &actions)
        if script.byte() & 1 == 0 { session.flush(into: &actions) }
    }

    private mutating func check(_ actions: [ClientAction]) {
        for action in actions {
            if isClosed { fail("\(action) after the end") }
            switch action {
            case .get:
                if isGetting { fail("second GET") }
                isGetting = true
            case .post(let body):
                if isPosting { fail("second POST") }
                isPosting = true
                take(payload: body)
            case .openWebSocket:
                if hasWebSocket { fail("second WebSocket") }
                hasWebSocket = true
            case .send(let packet):
                if !hasWebSocket { fail("message on no WebSocket") }
                take(packet)
            case .closeWebSocket:
                if !hasWebSocket { fail("no WebSocket to close") }
                hasWebSocket = false
            case .opened(let packet):
                if session.isOpen, packet != session.handshake { fail("another handshake") }
            case .deliver, .upgraded:
                break
            case .closed:
                isClosed = true
            }
        }
        if session.isClosed != isClosed { fail("closed without a word, or not closed") }
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

    private mutating func take(_ packet: EncodedPacket) {
        if case .text(let bytes) = packet, bytes.first != EnginePacketType.message.digit { return }
        guard left < sent.count, sent[left] == packet else {
            return fail("packet \(left) of \(sent.count) is \(packet)")
        }
        left += 1
    }

    private mutating func fail(_ what: String) { fault = fault ?? what }

    /// With nothing heard any more, a session that has begun ends, and keeps no WebSocket.
    private mutating func faultAtEnd() -> String? {
        for _ in 0..<20 {
            guard let deadline = session.nextDeadline else { break }
            now = deadline
            var actions: [ClientAction] = []
            session.tick(now: now, into: &actions)
            check(actions)
        }
        if !isClosed, isPosting {
            var actions: [ClientAction] = []
            failRequest(into: &actions)
            check(actions)
        }
        if !isClosed { fail("never closed") }
        if hasWebSocket { fail("WebSocket left open") }
        return fault
    }
}
