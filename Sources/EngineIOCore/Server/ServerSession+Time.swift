extension ServerSession {
    /// Does what has fallen due. Every other call does so too, before anything else.
    public mutating func tick(now: Milliseconds, into actions: inout [ServerAction]) {
        advance(to: now, into: &actions)
    }

    mutating func advance(to now: Milliseconds, into actions: inout [ServerAction]) {
        switch state {
        case .webSocket, .polling:
            if now >= heartbeat.deadline { beat(now, into: &actions) }
            if case .polling(let polling) = state, let upgrade = polling.upgrade {
                advance(upgrade, of: polling, to: now, into: &actions)
            }
        case .leaving(let farewell):
            if now >= farewell.deadline { finish(farewell, into: &actions) }
        case .closed:
            break
        }
    }

    private mutating func beat(_ now: Milliseconds, into actions: inout [ServerAction]) {
        switch heartbeat.advance(to: now, timeout: configuration.pingTimeout) {
        case .none:
            break
        case .ping:
            send(EncodedPacket(.ping), into: &actions)
            flush(into: &actions)
        case .missed:
            terminate(.pingTimeout, nil, into: &actions)
        }
    }

    private mutating func advance(
        _ upgrade: Upgrade,
        of polling: Polling,
        to now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        var polling = polling
        if now >= upgrade.deadline {
            actions.append(.closeWebSocket(upgrade.link))
            polling.upgrade = nil
            state = .polling(polling)
        } else if let poll = polling.poll, let noopAt = upgrade.noopAt, now >= noopAt {
            actions.append(.respond(poll, .payload(Payload.encode([EncodedPacket(.noop)]))))
            polling.poll = nil
            polling.upgrade?.noopAt = nil
            state = .polling(polling)
        }
    }
}
