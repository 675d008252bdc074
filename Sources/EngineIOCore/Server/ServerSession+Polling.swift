extension ServerSession {
    /// A GET of the polling transport has come. It is answered at once if packets wait, else when there are some.
    ///
    /// A second poll beside an open one closes the session (protocol v4, "Receiving data").
    public mutating func pollArrived(_ link: LinkID, now: Milliseconds, into actions: inout [ServerAction]) {
        advance(to: now, into: &actions)
        switch state {
        case .polling(var polling):
            guard polling.poll == nil else {
                actions.append(.respond(link, .refused(.badRequest)))
                return terminate(.transportError, .pollOverlap, into: &actions)
            }
            polling.poll = link
            if polling.upgrade?.isProbed == true { polling.upgrade?.noopAt = now + configuration.upgradePollHold }
            state = .polling(polling)
            flush(into: &actions)
        case .webSocket:
            actions.append(.respond(link, .refused(.badRequest)))
        case .leaving(let farewell):
            actions.append(.respond(link, .payload(queue.takePayload(limit: configuration.maxPayload))))
            if queue.isEmpty { finish(farewell, into: &actions) }
        case .closed:
            actions.append(.respond(link, .refused(.unknownSession)))
        }
    }

    /// The client has given up a request. If it was the open poll or the POST under way, this closes the session.
    public mutating func requestAborted(_ link: LinkID, now: Milliseconds, into actions: inout [ServerAction]) {
        // First of all, lest what is due be said to a request that is gone.
        if case .polling(var polling) = state, polling.poll == link {
            polling.poll = nil
            state = .polling(polling)
            terminate(.transportError, .pollAborted, into: &actions)
        } else if takePost(link) {
            terminate(.transportError, .postAborted, into: &actions)
        }
        advance(to: now, into: &actions)
    }

    /// The head of a POST has come; its body follows, by ``postEnded(_:body:now:into:)``, unless it is answered now.
    ///
    /// A second POST beside one under way closes the session (protocol v4, "Sending data").
    public mutating func postBegan(_ link: LinkID, now: Milliseconds, into actions: inout [ServerAction]) {
        advance(to: now, into: &actions)
        switch state {
        case .polling(var polling):
            guard polling.post == nil else {
                actions.append(.respond(link, .refused(.badRequest)))
                return terminate(.transportError, .postOverlap, into: &actions)
            }
            polling.post = link
            state = .polling(polling)
        case .webSocket:
            actions.append(.respond(link, .refused(.badRequest)))
        case .leaving:
            // The client will learn from its next poll that this went nowhere.
            actions.append(.respond(link, .ok))
        case .closed:
            actions.append(.respond(link, .refused(.unknownSession)))
        }
    }

    /// The body of a POST is larger than ``SessionConfiguration/maxPayload``; it need not be read further.
    public mutating func postTooLarge(_ link: LinkID, now: Milliseconds, into actions: inout [ServerAction]) {
        advance(to: now, into: &actions)
        guard takePost(link) else { return }
        refusePost(link, .packet(.payloadTooLarge(limit: configuration.maxPayload)), into: &actions)
    }

    /// The body of a POST has come whole. Deliveries name offsets into `body`, in which base64 is decoded in place.
    public mutating func postEnded(
        _ link: LinkID,
        body: inout [UInt8],
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        advance(to: now, into: &actions)
        guard takePost(link) else { return }
        do throws(SessionFault) {
            try receive(&body, now: now, into: &actions)
            actions.append(.respond(link, .ok))
        } catch {
            refusePost(link, error, into: &actions)
        }
    }

    /// Answers the open poll with what waits in the queue, if there are both.
    ///
    /// To be called after a run of ``send(_:into:)``, so that all of it makes one answer.
    public mutating func flush(into actions: inout [ServerAction]) {
        guard case .polling(var polling) = state, let poll = polling.poll, !queue.isEmpty else { return }
        polling.poll = nil
        polling.upgrade?.noopAt = nil
        state = .polling(polling)
        actions.append(.respond(poll, .payload(queue.takePayload(limit: configuration.maxPayload))))
    }

    private mutating func receive(
        _ body: inout [UInt8],
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) throws(SessionFault) {
        var decoder = PayloadDecoder(
            maxBytes: configuration.maxPayload,
            maxPackets: configuration.maxPacketsPerPayload
        )
        while isOpen,
            let packet = try SessionFault.rethrowing({ () throws(EnginePacketError) in
                try decoder.next(decoding: &body)
            })
        {
            try receive(packet, now: now, into: &actions)
        }
    }

    /// Whether this is the POST under way, which from now on it no longer is.
    private mutating func takePost(_ link: LinkID) -> Bool {
        guard case .polling(var polling) = state, polling.post == link else { return false }
        polling.post = nil
        state = .polling(polling)
        return true
    }

    private mutating func refusePost(_ link: LinkID, _ fault: SessionFault, into actions: inout [ServerAction]) {
        let isTooLarge = if case .packet(.payloadTooLarge) = fault { true } else { false }
        actions.append(.respond(link, isTooLarge ? .tooLarge : .refused(.badRequest)))
        terminate(fault.closeReason, fault, into: &actions)
    }
}
