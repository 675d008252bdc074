import EngineIOCore

@testable import SocketIOCore

/// Drives a server's connection by a script of messages and looks at what it makes of them.
struct ConnectionWatch {
    private var connection: Connection
    private var script: Script
    private let limits: ConnectionLimits
    private let format: PayloadFormat
    private var now: Milliseconds = 0
    private var asked: Set<NamespaceIndex> = []
    private var joined: Set<NamespaceIndex> = []
    private var isClosed = false
    private var fault: String?

    /// Runs the script to its end, and returns the first thing that was wrong.
    static func fault(of bytes: [UInt8]) -> String? {
        var watch = ConnectionWatch(bytes)
        while watch.fault == nil, !watch.script.isAtEnd { watch.step() }
        return watch.fault
    }

    private init(_ bytes: [UInt8]) {
        script = Script(bytes)
        var limits = ConnectionLimits()
        limits.maxNamespaces = 3
        limits.maxPacketBytes = 200
        limits.connectTimeout = 500
        limits.attachmentTimeout = 100
        self.limits = limits
        format = script.number(below: 4) == 0 ? .messagePack : .json
        connection = Connection(limits: limits, format: format, now: 0)
    }

    private mutating func step() {
        now += Milliseconds(script.number(below: 24))
        switch script.number(below: 10) {
        case 0...4: hear()
        case 5: check(connection.receive(binary: script.take(script.number(below: 16)).span.bytes, now: now), [])
        case 6: decide()
        case 7: if let index = anyOf(joined) { dismiss(index) }
        case 8: now = script.number(below: 8) == 0 ? connection.nextDeadline ?? now : now
        default: break
        }
        check(connection.tick(now: now), [])
        if let deadline = connection.nextDeadline, deadline <= now { fail("still due at \(deadline), it being \(now)") }
        if isClosed, connection.nextDeadline != nil { fail("due after the end") }
        if Set(connection.connected.map(\.index)) != joined { fail("\(connection.connected) instead of \(joined)") }
        if joined.count > limits.maxNamespaces { fail("\(joined.count) namespaces") }
    }

    private static let texts = [
        "0", "0/a,", "0/b", "0/c,{\"token\":1}", "0/d", "1", "1/a,", "2[\"x\",1]", "2/a,7[\"x\"]", "3/b,1[]", "4{}",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "62-/a,4[{\"_placeholder\":true,\"num\":1},"
            + "{\"num\":0,\"_placeholder\":true}]", "2[]", "x", "",
    ]

    private mutating func hear() {
        let text = Self.texts[script.number(below: Self.texts.count)]
        var bytes = Array(text.utf8)
        if script.number(below: 16) == 0, !bytes.isEmpty { bytes[script.number(below: bytes.count)] = script.byte() }
        guard format == .messagePack, let packet = try? Packet(text: bytes.span.bytes), packet.attachments == 0 else {
            return check(connection.receive(text: bytes.span.bytes, now: now), bytes)
        }
        let message = packet.messagePack(in: bytes)
        check(connection.receive(binary: message.span.bytes, now: now), message)
    }

    private mutating func decide() {
        guard let index = anyOf(asked) else { return }
        asked.remove(index)
        if script.byte() & 1 == 0 {
            guard connection.accept(index, sid: "s") != nil else { return fail("can't accept \(index)") }
            joined.insert(index)
        } else if connection.refuse(index, .invalidNamespace) == nil {
            fail("can't refuse \(index)")
        }
    }

    private mutating func dismiss(_ index: NamespaceIndex) {
        let isSent = connection.disconnect(index) != nil
        if isSent == isClosed { fail("can't disconnect \(index), or could after the end") }
        if isSent { joined.remove(index) }
    }

    private mutating func check(_ outcome: Connection.Outcome, _ bytes: [UInt8]) {
        if isClosed, outcome != .nothing { return fail("\(outcome) after the end") }
        switch outcome {
        case .nothing: break
        case .connect(let index, let auth):
            if joined.contains(index) || !asked.insert(index).inserted { fail("\(index) asked for twice") }
            if auth?.upperBound ?? 0 > bytes.count { fail("auth beyond the message") }
        case .event(let index, let event):
            if !joined.contains(index) { fail("event for \(index)") }
            if event.arguments.range.upperBound > bytes.count { fail("event beyond the message") }
        case .ack(let index, let ack):
            if !joined.contains(index) { fail("acknowledgement for \(index)") }
            if ack.arguments.range.upperBound > bytes.count { fail("acknowledgement beyond the message") }
        case .assembled(let index, let packet):
            if !joined.contains(index) { fail("packet for \(index)") }
            if packet.attachments.count != packet.packet.attachments { fail("attachments missing") }
            let count = packet.values.reduce(0) { $0 + $1.binaryCount }
            if count != packet.attachments.count { fail("\(count) binary values") }
        case .disconnect(let index):
            if joined.remove(index) == nil { fail("\(index) left without being there") }
        case .close:
            isClosed = true
            asked = []
        }
    }

    private mutating func anyOf(_ indices: Set<NamespaceIndex>) -> NamespaceIndex? {
        indices.isEmpty ? nil : indices.sorted()[script.number(below: indices.count)]
    }

    private mutating func fail(_ what: String) { fault = fault ?? what }
}

extension Packet {
    /// The same packet in MessagePack.
    fileprivate func messagePack(in bytes: [UInt8]) -> [UInt8] {
        let name = Namespaces<Bool>.name(namespace, in: bytes.span.bytes)
        let values = arguments?.values(in: bytes.span.bytes) ?? []
        let outgoing: OutgoingPacket.Content =
            switch content {
            case .connect: .connect(nil)
            case .disconnect: .disconnect
            case .connectError: .connectError(Object())
            case .event(let event): .event(event.name.text(in: bytes.span.bytes), values, id: event.id)
            case .ack(let ack): .ack(ack.id, values)
            }
        return (try? OutgoingPacket(namespace: name, outgoing).encode(as: .messagePack).binaries.first) ?? []
    }
}
