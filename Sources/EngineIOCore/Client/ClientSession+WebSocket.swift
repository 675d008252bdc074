extension ClientSession {
    /// The WebSocket has opened.
    public mutating func webSocketOpened(now: Milliseconds, into actions: inout [ClientAction]) {
        tick(now: now, into: &actions)
        guard case .polling(let open, var polling) = state, polling.upgrade?.stage == .connecting else { return }
        polling.upgrade?.stage = .probing
        state = .polling(open, polling)
        actions.append(.send(EncodedPacket(.ping, "probe")))
    }

    /// A whole message has come on the WebSocket. A delivery names offsets into `bytes`.
    public mutating func webSocketReceived(
        _ bytes: RawSpan,
        as kind: MessageKind,
        now: Milliseconds,
        into actions: inout [ClientAction]
    ) {
        tick(now: now, into: &actions)
        switch state {
        case .opening(.websocket, _), .webSocket:
            do throws(SessionFault) {
                let packet = try SessionFault.rethrowing { () throws(EnginePacketError) in
                    try EnginePacket(bytes, as: kind)
                }
                try receive(packet, in: bytes, now: now, into: &actions)
            } catch {
                terminate(error.closeReason, error, into: &actions)
            }
        case .polling(let open, var polling) where polling.upgrade?.stage == .probing:
            let packet = try? EnginePacket(bytes, as: kind)
            guard packet?.content == .text(.pong), bytes.withUnsafeBytes({ $0.dropFirst().elementsEqual("probe".utf8) })
            else { return abandonUpgrade(open, polling, closing: true, into: &actions) }
            polling.upgrade?.stage = .pausing
            state = .polling(open, polling)
            resume(into: &actions)
        default:
            break
        }
    }

    /// The WebSocket is gone: by a close handshake, or, with `failed`, by an error or because it never opened.
    ///
    /// A probing one leaves the session on polling.
    public mutating func webSocketClosed(failed: Bool, now: Milliseconds, into actions: inout [ClientAction]) {
        // First of all, lest a WebSocket that is gone be closed for what is due.
        switch state {
        case .opening(.websocket, _), .webSocket:
            state = .closed
            actions.append(.closed(failed ? .transportError : .transportClose, failed ? .network : nil))
        case .polling(let open, let polling) where polling.upgrade != nil:
            abandonUpgrade(open, polling, closing: false, into: &actions)
        default:
            break
        }
        tick(now: now, into: &actions)
    }

    /// Gives an upgrade up, which may mean to take up polling again.
    mutating func abandonUpgrade(
        _ open: Open,
        _ polling: Polling,
        closing: Bool,
        into actions: inout [ClientAction]
    ) {
        if closing { actions.append(.closeWebSocket) }
        var polling = polling
        polling.upgrade = nil
        state = .polling(open, polling)
        resume(into: &actions)
    }

    /// Polling has come to rest: the WebSocket takes over.
    mutating func complete(_ open: Open, into actions: inout [ClientAction]) {
        state = .webSocket(open)
        actions.append(.send(EncodedPacket(.upgrade)))
        actions.append(.upgraded)
        for packet in queue.takeAll() { actions.append(.send(packet)) }
    }
}
