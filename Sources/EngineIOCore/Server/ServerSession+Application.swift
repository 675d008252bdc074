extension ServerSession {
    /// Sends a packet: at once on a WebSocket, else into the queue that the next answer to a poll empties.
    ///
    /// On polling, follow a run of sends by one ``flush(into:)``. A queue of more than
    /// ``SessionConfiguration/maxBufferedBytes`` closes the session. After the end of the session nothing is sent.
    public mutating func send(_ packet: EncodedPacket, into actions: inout [ServerAction]) {
        switch state {
        case .webSocket(let link):
            actions.append(.send(link, packet))
        case .polling:
            queue.append(packet)
            guard queue.byteCount > configuration.maxBufferedBytes else { return }
            terminate(.transportError, .bufferFull(limit: configuration.maxBufferedBytes), into: &actions)
        case .leaving, .closed:
            break
        }
    }

    /// Closes the session for the application's part.
    ///
    /// What waits in the queue still goes out: with the next poll, if that comes within
    /// ``SessionConfiguration/closeTimeout``, or over the WebSocket whose upgrade is being completed.
    public mutating func close(
        _ reason: CloseReason = .forcedClose,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        switch state {
        case .webSocket(let link):
            state = .closed
            actions.append(.closeWebSocket(link))
            actions.append(.closed(reason, nil))
        case .polling(let polling):
            actions.append(.closed(reason, nil))
            part(from: polling, with: EncodedPacket(.close), now: now, into: &actions)
        case .leaving, .closed:
            break
        }
    }

    /// The client has sent a close packet. A poll that is open, or just behind, is ended by a noop.
    mutating func leave(now: Milliseconds, into actions: inout [ServerAction]) {
        switch state {
        case .webSocket(let link):
            state = .closed
            actions.append(.closeWebSocket(link))
        case .polling(let polling):
            queue = SendQueue()
            part(from: polling, with: EncodedPacket(.noop), now: now, into: &actions)
        case .leaving, .closed:
            return
        }
        actions.append(.closed(.transportClose, nil))
    }

    /// Ends the session at once for a fault; the open poll learns it by a close packet.
    mutating func terminate(_ reason: CloseReason, _ fault: SessionFault?, into actions: inout [ServerAction]) {
        switch state {
        case .webSocket(let link):
            actions.append(.closeWebSocket(link))
        case .polling(let polling):
            if let poll = polling.poll {
                actions.append(.respond(poll, .payload(Payload.encode([EncodedPacket(.close)]))))
            }
            if let post = polling.post { actions.append(.respond(post, .refused(.badRequest))) }
            if let upgrade = polling.upgrade { actions.append(.closeWebSocket(upgrade.link)) }
        case .leaving, .closed:
            return
        }
        state = .closed
        queue = SendQueue()
        actions.append(.closed(reason, fault))
    }

    /// Forgets what could not be said.
    mutating func finish(_ farewell: Farewell, into actions: inout [ServerAction]) {
        state = .closed
        queue = SendQueue()
        if let probe = farewell.probe { actions.append(.closeWebSocket(probe)) }
    }

    private mutating func part(
        from polling: Polling,
        with last: EncodedPacket,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        queue.append(last)
        if let poll = polling.poll {
            actions.append(.respond(poll, .payload(queue.takePayload(limit: configuration.maxPayload))))
        }
        if let post = polling.post { actions.append(.respond(post, .ok)) }
        let farewell = Farewell(probe: polling.upgrade?.link, deadline: now + configuration.closeTimeout)
        state = .leaving(farewell)
        if queue.isEmpty { finish(farewell, into: &actions) }
    }
}
