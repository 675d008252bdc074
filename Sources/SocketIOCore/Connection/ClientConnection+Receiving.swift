public import EngineIOCore

extension ClientConnection {
    /// Takes a text message of the Engine.IO session: what follows the digit of its type.
    public mutating func receive(text message: RawSpan, now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            guard try isOpen(now) else { return .nothing }
            return try outcome(of: receiver.packet(text: message), in: message, now: now)
        } catch {
            return fail(error)
        }
    }

    /// Takes a binary message of the Engine.IO session: an attachment, or a packet in MessagePack.
    public mutating func receive(binary message: RawSpan, now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            guard try isOpen(now) else { return .nothing }
            switch try receiver.receive(binary: message, now: now) {
            case .packet(let packet): return try outcome(of: packet, in: message, now: now)
            case .assembled(let packet): return try outcome(of: packet)
            case .nothing: return .nothing
            }
        } catch {
            return fail(error)
        }
    }

    /// Looks whether something is overdue.
    public mutating func tick(now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            _ = try isOpen(now)
            return .nothing
        } catch {
            return fail(error)
        }
    }

    private mutating func fail(_ fault: ConnectionFault) -> Outcome {
        isOpen = false
        return .close(fault)
    }

    private func isOpen(_ now: Milliseconds) throws(ConnectionFault) -> Bool {
        guard isOpen else { return false }
        try receiver.checkTime(now)
        return true
    }

    private mutating func outcome(
        of packet: Packet,
        in message: RawSpan,
        now: Milliseconds
    ) throws(ConnectionFault) -> Outcome {
        if packet.attachments > 0 {
            receiver.collect(packet, of: message, now: now)
            return .nothing
        }
        // A namespace that this side has just left may still be spoken of.
        guard let index = namespaces.index(of: packet.namespace, in: message), let socket = namespaces[index]
        else { return .nothing }
        switch (packet.content, socket.membership) {
        case (.connect(let payload), .connecting(let early, _)):
            return try welcome(index, payload, early, in: message)
        case (.connectError(let payload), .connecting):
            namespaces[index]?.membership = .left
            return .refused(index, Refusal(payload: format.value(at: payload, in: message, limits: limits)))
        case (.disconnect, .connected):
            namespaces[index] = Socket(auth: socket.auth, membership: .left)
            return .disconnected(index)
        case (.event, .connecting):
            try keep(AssembledPacket(packet, of: message), for: index)
            return .nothing
        case (.event(let event), .connected):
            noteOffset(of: event, in: message, for: index)
            return .event(index, event)
        case (.ack(let ack), .connected):
            return .ack(index, ack)
        default:
            return .nothing
        }
    }

    private mutating func outcome(of packet: AssembledPacket) throws(ConnectionFault) -> Outcome {
        let message = packet.message.span.bytes
        guard let index = namespaces.index(of: packet.packet.namespace, in: message),
            let socket = namespaces[index]
        else { return .nothing }
        switch (packet.packet.content, socket.membership) {
        case (.event, .connecting):
            try keep(packet, for: index)
            return .nothing
        case (.event(let event), .connected):
            noteOffset(of: event, in: message, for: index)
            return .assembled(index, packet)
        case (.ack, .connected):
            return .assembled(index, packet)
        default:
            return .nothing
        }
    }

    /// Holds back an event that comes before the server's CONNECT, as those do which a recovered socket has missed.
    private mutating func keep(_ packet: AssembledPacket, for index: NamespaceIndex) throws(ConnectionFault) {
        guard case .connecting(var early, var byteCount)? = namespaces[index]?.membership else { return }
        byteCount += packet.message.count + packet.attachments.reduce(0) { $0 + $1.count }
        guard byteCount <= limits.maxEarlyBytes else { throw .tooManyEarlyEvents(limit: limits.maxEarlyBytes) }
        early.append(packet)
        namespaces[index]?.membership = .connecting(early: early, byteCount: byteCount)
    }

    private mutating func welcome(
        _ index: NamespaceIndex,
        _ payload: Range<Int>?,
        _ early: [AssembledPacket],
        in message: RawSpan
    ) throws(ConnectionFault) -> Outcome {
        let payload = payload.map { format.value(at: $0, in: message, limits: limits) }
        guard let sid = payload?["sid"]?.string else { throw .incompatibleServer }
        let pid = payload?["pid"]?.string
        let isRecovered = pid != nil && pid == namespaces[index]?.pid
        namespaces[index]?.pid = pid
        namespaces[index]?.membership = .connected
        if !isRecovered { namespaces[index]?.offset = nil }
        for packet in early {
            guard case .event(let event) = packet.packet.content else { continue }
            noteOffset(of: event, in: packet.message.span.bytes, for: index)
        }
        return .connected(index, Welcome(sid: sid, isRecovered: isRecovered, early: early))
    }

    /// With recovery on, a server puts the offset of an event that awaits no acknowledgement after its arguments.
    private mutating func noteOffset(of event: Packet.Event, in message: RawSpan, for index: NamespaceIndex) {
        guard namespaces[index]?.pid != nil, event.id == nil,
            let last = event.arguments.ranges(in: message).last,
            case .string(let offset) = format.value(at: last, in: message, limits: limits)
        else { return }
        namespaces[index]?.offset = offset
    }
}

extension PayloadFormat {
    /// Decodes the payload, known to be valid, that lies in `range`.
    func value(at range: Range<Int>, in message: RawSpan, limits: ConnectionLimits) -> Value {
        let payload = message.extracting(range)
        return switch self {
        case .json: (try? Value(json: payload, maxDepth: limits.maxDepth)) ?? .null
        case .messagePack: (try? Value(messagePack: payload, maxDepth: limits.maxDepth)) ?? .null
        }
    }
}

extension Refusal {
    /// Reads the payload of a CONNECT_ERROR: an object with a message, or the message alone.
    init(payload: Value) {
        self.init(payload["message"]?.string ?? payload.string ?? "", data: payload["data"])
    }
}
