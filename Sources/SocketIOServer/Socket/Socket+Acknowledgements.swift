import EngineIOCore
import EngineIOServer
public import SocketIOCore
import Transport

/// What is done with an acknowledgement, or when none can come any more. Called on the socket's loop.
typealias AckHandler = @Sendable (Result<[Value], AcknowledgementError>) -> Void

extension Socket {
    /// Sends an event and awaits its acknowledgement.
    ///
    /// - Returns: the first value of the answer. Without a ``timeout(_:)`` it is awaited until the socket is
    ///   disconnected.
    /// - Throws: ``AcknowledgementError``, or what encoding or decoding throws.
    public func emitWithAck<each Argument: Encodable, Answer: Decodable & Sendable>(
        _ event: String,
        _ arguments: repeat each Argument,
        answering: Answer.Type = Answer.self
    ) async throws -> Answer {
        try await SocketEmitter(self).emitWithAck(event, repeat each arguments, answering: answering)
    }

    /// Sends an event and calls `completion` on the socket's loop with the values of the acknowledgement.
    ///
    /// - Throws: if the event can't be encoded; `completion` isn't called then.
    public func emit(
        _ event: String,
        values: [Value],
        completion: @escaping @Sendable (Result<[Value], AcknowledgementError>) -> Void
    ) throws {
        try SocketEmitter(self).emit(event, values: values, completion: completion)
    }

    func ask(_ event: OutgoingEvent, _ flags: BroadcastFlags, _ handler: @escaping AckHandler) {
        guard loop.isCurrent else { return loop.execute { self.ask(event, flags, handler) } }
        guard phase == .connected else { return handler(.failure(.disconnected)) }
        let limit = namespace.limits.maxPendingAcks
        guard acks.count < limit else { return handler(.failure(.tooManyPending(limit: limit))) }
        let deadline = flags.timeout.map { loop.milliseconds + Milliseconds($0.wholeMilliseconds) }
        let id = acks.add(handler, deadline: deadline)
        for entry in handlers.anyOutgoing { entry.handler(event) }
        transmit(event.packets(namespace: namespace.name, id: id), flags)
        if deadline != nil { scheduleAckTimer() }
    }

    /// Takes an acknowledgement. On the loop.
    func receive(_ ack: Packet.Acknowledgement, in message: RawSpan, attachments: [[UInt8]] = []) {
        let isOfBroadcast = namespace.state(of: loop).asks.answer(ack.id, from: self) {
            ack.arguments.values(in: message, attachments: attachments)
        }
        guard !isOfBroadcast, let handler = acks.take(ack.id) else { return }
        handler(.success(ack.arguments.values(in: message, attachments: attachments)))
    }

    /// One timer for all acknowledgements of the socket; it looks again when it fires.
    private func scheduleAckTimer() {
        guard let deadline = acks.nextDeadline else { return }
        ackTimer?.cancel()
        let now = loop.milliseconds
        let wait = deadline > now ? deadline - now : 0
        ackTimer = loop.schedule(after: .milliseconds(Int64(clamping: wait))) { [self] in
            ackTimer = nil
            for handler in acks.expire(now: loop.milliseconds) { handler(.failure(.timeout)) }
            scheduleAckTimer()
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least 0, rounded up.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = max(0, seconds).multipliedReportingOverflow(by: 1000)
        guard !overflow, seconds >= 0 else { return overflow ? .max / 2 : 0 }
        return whole + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
