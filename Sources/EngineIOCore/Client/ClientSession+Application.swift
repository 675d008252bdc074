extension ClientSession {
    /// Sends a packet: at once on a WebSocket, else into the queue that the next POST empties.
    ///
    /// On polling, follow a run of sends by one ``flush(into:)``. A queue of more than
    /// ``ClientConfiguration/maxBufferedBytes`` closes the session. Before the session is open, and after its end,
    /// nothing is sent.
    public mutating func send(_ packet: EncodedPacket, into actions: inout [ClientAction]) {
        switch state {
        case .webSocket:
            actions.append(.send(packet))
        case .polling:
            queue.append(packet)
            guard queue.byteCount > configuration.maxBufferedBytes else { return }
            terminate(.transportError, .bufferFull(limit: configuration.maxBufferedBytes), into: &actions)
        case .idle, .opening, .leaving, .closed:
            break
        }
    }

    /// Closes the session. On polling what waits in the queue goes out first, with the close packet.
    public mutating func close(into actions: inout [ClientAction]) {
        switch state {
        case .polling(_, let polling):
            if polling.upgrade != nil { actions.append(.closeWebSocket) }
            queue.append(EncodedPacket(.close))
            state = .leaving
            if !polling.isPosting { part(into: &actions) }
        case .opening(.websocket, _), .webSocket:
            actions.append(.closeWebSocket)
            state = .closed
            actions.append(.closed(.forcedClose, nil))
        case .idle, .opening(.polling, _):
            state = .closed
            actions.append(.closed(.forcedClose, nil))
        case .leaving, .closed:
            break
        }
    }

    /// Takes a packet of the current transport, whichever it is.
    mutating func receive(
        _ packet: EnginePacket,
        in bytes: RawSpan,
        now: Milliseconds,
        into actions: inout [ClientAction]
    ) throws(SessionFault) {
        if case .opening(let transport, _) = state {
            guard packet.content == .text(.open) else { throw .packet(.invalidOpenPacket) }
            return try open(packet, in: bytes, on: transport, now: now, into: &actions)
        }
        switch packet.content {
        case .text(.message): actions.append(.deliver(.text(packet.payload)))
        case .binary, .base64: actions.append(.deliver(.binary(packet.payload)))
        case .text(.ping): heardPing(now, into: &actions)
        case .text(.close): terminate(.transportClose, nil, into: &actions)
        case .text(.open), .text(.pong), .text(.upgrade), .text(.noop): break  // mean nothing here
        }
    }

    /// Ends the session at once.
    mutating func terminate(_ reason: CloseReason, _ fault: SessionFault?, into actions: inout [ClientAction]) {
        switch state {
        case .opening(.websocket, _), .webSocket: actions.append(.closeWebSocket)
        case .polling(_, let polling): if polling.upgrade != nil { actions.append(.closeWebSocket) }
        case .idle, .opening(.polling, _), .leaving: break
        case .closed: return
        }
        state = .closed
        queue = SendQueue()
        actions.append(.closed(reason, fault))
    }

    /// Sends the last POST.
    mutating func part(into actions: inout [ClientAction]) {
        state = .closed
        actions.append(.post(Payload.encode(queue.takeAll())))
        actions.append(.closed(.forcedClose, nil))
    }

    private mutating func open(
        _ packet: EnginePacket,
        in bytes: RawSpan,
        on transport: TransportName,
        now: Milliseconds,
        into actions: inout [ClientAction]
    ) throws(SessionFault) {
        let handshake = try SessionFault.rethrowing { () throws(EnginePacketError) in
            try OpenPacket(json: bytes.extracting(packet.payload))
        }
        let open = Open(handshake, now: now)
        actions.append(.opened(handshake))
        guard transport == .polling else {
            state = .webSocket(open)
            return
        }
        var polling = Polling()
        if configuration.transports.contains(.websocket), handshake.upgrades.contains(.websocket) {
            polling.upgrade = Upgrade(deadline: now + configuration.upgradeTimeout)
            actions.append(.openWebSocket)
        }
        state = .polling(open, polling)
    }

    private mutating func heardPing(_ now: Milliseconds, into actions: inout [ClientAction]) {
        switch state {
        case .polling(let open, let polling): state = .polling(Open(open.packet, now: now), polling)
        case .webSocket(let open): state = .webSocket(Open(open.packet, now: now))
        default: return
        }
        send(EncodedPacket(.pong), into: &actions)
        flush(into: &actions)
    }
}
