extension ServerSession {
    /// A WebSocket with this session's id has opened, to be probed; one is enough (protocol v4, "WebSocket").
    public mutating func webSocketOpened(_ link: LinkID, now: Milliseconds, into actions: inout [ServerAction]) {
        advance(to: now, into: &actions)
        guard case .polling(var polling) = state, polling.upgrade == nil, configuration.allowUpgrades else {
            actions.append(.closeWebSocket(link))
            return
        }
        polling.upgrade = Upgrade(link: link, deadline: now + configuration.upgradeTimeout)
        state = .polling(polling)
    }

    /// A whole message has come on a WebSocket. A delivery names offsets into `bytes`.
    public mutating func webSocketReceived(
        _ bytes: RawSpan,
        as kind: MessageKind,
        on link: LinkID,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        advance(to: now, into: &actions)
        switch state {
        case .webSocket(link):
            do throws(SessionFault) {
                let packet = try SessionFault.rethrowing { () throws(EnginePacketError) in
                    try EnginePacket(bytes, as: kind)
                }
                try receive(packet, now: now, into: &actions)
            } catch {
                terminate(error.closeReason, error, into: &actions)
            }
        case .polling(let polling) where polling.upgrade?.link == link:
            probe(polling, received: bytes, as: kind, now: now, into: &actions)
        case .leaving(let farewell) where farewell.probe == link:
            guard (try? EnginePacket(bytes, as: kind))?.content == .text(.upgrade) else { return }
            for packet in queue.takeAll() { actions.append(.send(link, packet)) }
            finish(farewell, into: &actions)
        default:
            break
        }
    }

    /// A WebSocket is gone: by a close handshake, or, with `failed`, by an error.
    ///
    /// A probing one leaves the session on polling as it was.
    public mutating func webSocketClosed(
        _ link: LinkID,
        failed: Bool,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        // First of all, lest what is due be said to a WebSocket that is gone.
        switch state {
        case .webSocket(link):
            state = .closed
            actions.append(.closed(failed ? .transportError : .transportClose, failed ? .network : nil))
        case .polling(var polling) where polling.upgrade?.link == link:
            polling.upgrade = nil
            state = .polling(polling)
        case .leaving(var farewell) where farewell.probe == link:
            farewell.probe = nil
            state = .leaving(farewell)
        default:
            break
        }
        advance(to: now, into: &actions)
    }

    /// Takes a packet of the current transport, whichever it is.
    @inline(__always)
    mutating func receive(
        _ packet: EnginePacket,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) throws(SessionFault) {
        switch packet.content {
        case .text(.message): actions.append(.deliver(.text(packet.payload)))
        case .binary, .base64: actions.append(.deliver(.binary(packet.payload)))
        case .text(.pong): heartbeat = .resting(pingAt: now + configuration.pingInterval)
        case .text(.ping): throw .heartbeatDirection
        case .text(.close): leave(now: now, into: &actions)
        case .text(.open), .text(.upgrade), .text(.noop): break  // mean nothing here, as in the reference server
        }
    }

    /// A message on the probing WebSocket (protocol v4, "Upgrade"). Whatever doesn't belong there ends the attempt.
    private mutating func probe(
        _ polling: Polling,
        received bytes: RawSpan,
        as kind: MessageKind,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        guard var upgrade = polling.upgrade else { return }
        var polling = polling
        let packet = try? EnginePacket(bytes, as: kind)
        if packet?.content == .text(.ping), bytes.withUnsafeBytes({ $0.dropFirst().elementsEqual("probe".utf8) }) {
            actions.append(.send(upgrade.link, EncodedPacket(.pong, "probe")))
            upgrade.isProbed = true
            if polling.poll != nil { upgrade.noopAt = now + configuration.upgradePollHold }
            polling.upgrade = upgrade
            state = .polling(polling)
        } else if packet?.content == .text(.upgrade) {
            complete(polling, on: upgrade.link, into: &actions)
        } else {
            actions.append(.closeWebSocket(upgrade.link))
            polling.upgrade = nil
            state = .polling(polling)
        }
    }

    private mutating func complete(_ polling: Polling, on link: LinkID, into actions: inout [ServerAction]) {
        for request in [polling.poll, polling.post].compactMap(\.self) {
            actions.append(.respond(request, .refused(.badRequest)))
        }
        state = .webSocket(link)
        actions.append(.upgraded(link))
        for packet in queue.takeAll() { actions.append(.send(link, packet)) }
    }
}
