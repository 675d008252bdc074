extension ClientSession {
    /// The GET has been answered by status 200. Deliveries name offsets into `body`, in which base64 is decoded in
    /// place.
    public mutating func pollCompleted(body: inout [UInt8], now: Milliseconds, into actions: inout [ClientAction]) {
        tick(now: now, into: &actions)
        switch state {
        case .opening(.polling, _): break
        case .polling(let open, var polling):
            polling.isPolling = false
            state = .polling(open, polling)
        default: return
        }
        do throws(SessionFault) {
            try receive(&body, now: now, into: &actions)
        } catch {
            terminate(error.closeReason, error, into: &actions)
        }
        resume(into: &actions)
    }

    /// The POST has been answered by status 200.
    public mutating func postCompleted(now: Milliseconds, into actions: inout [ClientAction]) {
        tick(now: now, into: &actions)
        switch state {
        case .polling(let open, var polling):
            polling.isPosting = false
            state = .polling(open, polling)
            resume(into: &actions)
        case .leaving:
            part(into: &actions)
        default:
            break
        }
    }

    /// The GET or the POST has been answered by another status, or by none: the network has failed.
    public mutating func requestFailed(status: Int?, now: Milliseconds, into actions: inout [ClientAction]) {
        tick(now: now, into: &actions)
        switch state {
        case .opening(.polling, _), .polling:
            terminate(.transportError, status.map { .status($0) } ?? .network, into: &actions)
        case .leaving:
            terminate(.forcedClose, nil, into: &actions)
        case .idle, .opening(.websocket, _), .webSocket, .closed:
            break
        }
    }

    /// Sends what waits in the queue, if the transport can take it now.
    ///
    /// To be called after a run of ``send(_:into:)``, so that all of it makes one request.
    public mutating func flush(into actions: inout [ClientAction]) {
        guard case .polling(let open, var polling) = state, !polling.isPosting, !queue.isEmpty,
            polling.upgrade?.stage != .pausing
        else { return }
        polling.isPosting = true
        state = .polling(open, polling)
        actions.append(.post(queue.takePayload(limit: open.packet.maxPayload)))
    }

    /// Goes on after a request has ended: to pause, or to poll and send again.
    mutating func resume(into actions: inout [ClientAction]) {
        guard case .polling(let open, var polling) = state else { return }
        if polling.upgrade?.stage == .pausing {
            if !polling.isPolling, !polling.isPosting { complete(open, into: &actions) }
            return
        }
        if !polling.isPolling {
            polling.isPolling = true
            state = .polling(open, polling)
            actions.append(.get)
        }
        flush(into: &actions)
    }

    private mutating func receive(
        _ body: inout [UInt8],
        now: Milliseconds,
        into actions: inout [ClientAction]
    ) throws(SessionFault) {
        var decoder = PayloadDecoder(
            maxBytes: configuration.maxPayload,
            maxPackets: configuration.maxPacketsPerPayload
        )
        while !isClosed,
            let packet = try SessionFault.rethrowing({ () throws(EnginePacketError) in
                try decoder.next(decoding: &body)
            })
        {
            try receive(packet, in: body.span.bytes, now: now, into: &actions)
        }
    }
}
