import SocketIOCore
import Transport

extension Socket {
    /// Takes an event. On the loop.
    ///
    /// It is handled at once, where it lies, unless something async is before it or has to see it.
    func receive(_ event: Packet.Event, in message: RawSpan, attachments: [[UInt8]] = []) {
        if queue == nil, handlers.middleware.isEmpty {
            let entries = handlers.entries(event.name, in: message)
            guard entries.contains(where: \.handler.isAsync) else {
                return handle(event, in: message, attachments, entries)
            }
        }
        enqueue(
            .event(QueuedEvent(event: event, message: message.withUnsafeBytes { Array($0) }, attachments: attachments))
        )
    }

    /// Runs `body` behind the events that came before. On the loop.
    func afterEvents(_ body: @escaping @Sendable () -> Void) {
        if queue == nil { body() } else { enqueue(.work { body() }) }
    }

    /// Runs `body` behind the events that came before; those that come later wait for it. On the loop.
    func inTurn(_ body: @escaping @Sendable () async -> Void) { enqueue(.work(body)) }

    private func handle(
        _ event: Packet.Event,
        in message: RawSpan,
        _ attachments: [[UInt8]],
        _ entries: [HandlerTable.Entry<EventHandler>]
    ) {
        handlers.removeOnce(entries)
        let acknowledgement = event.id.map { Acknowledgement(of: $0, from: self) }
        var decoded: IncomingEvent?
        for listener in handlers.any {
            let incoming = decoded ?? decode(event, in: message, attachments, acknowledgement)
            decoded = incoming
            listener.handler(incoming)
        }
        for entry in entries {
            switch entry.handler {
            case .raw(let handler):
                let raw = RawEvent(
                    socket: self,
                    count: event.arguments.count,
                    attachments: attachments,
                    acknowledgement: acknowledgement
                )
                handler(raw, message.extracting(event.arguments.range))
            case .sync(let handler):
                let incoming = decoded ?? decode(event, in: message, attachments, acknowledgement)
                decoded = incoming
                do { try handler(incoming) } catch { report(error) }
            case .async: break
            }
        }
    }

    private func decode(
        _ event: Packet.Event,
        in message: RawSpan,
        _ attachments: [[UInt8]],
        _ acknowledgement: Acknowledgement?
    ) -> IncomingEvent {
        IncomingEvent(
            socket: self,
            name: event.name.text(in: message),
            values: event.arguments.values(in: message, attachments: attachments),
            acknowledgement: acknowledgement
        )
    }
}

// MARK: - The queue

extension Socket {
    private func enqueue(_ item: EventQueue.Item) {
        guard phase != .gone || queue != nil else { return }
        let isFirst = queue == nil
        if isFirst { queue = EventQueue() }
        queue?.append(item)
        if isFirst {
            Task(executorPreference: loop) {
                while let item = self.next() { await self.run(item) }
            }
        }
        checkQueue()
    }

    private func checkQueue() {
        guard let queue else { return }
        let limit = namespace.limits.maxQueuedBytes
        if queue.byteCount > limit {
            let error = SocketError.tooManyQueuedBytes(limit: limit)
            self.queue?.clear()
            report(error)
            client?.end(.forcedServerClose, error.description)
        } else if queue.byteCount > limit / 4, !queue.isHoldingBack, let client {
            self.queue?.isHoldingBack = true
            client.holdBack(true)
        } else if queue.byteCount <= limit / 8, queue.isHoldingBack {
            self.queue?.isHoldingBack = false
            client?.holdBack(false)
        }
    }

    private func next() -> EventQueue.Item? {
        let item = queue?.next()
        checkQueue()
        if item == nil { queue = nil }
        return item
    }

    private func run(_ item: EventQueue.Item) async {
        switch item {
        case .work(let body): await body()
        case .event(let queued): await run(queued)
        }
    }

    private func run(_ queued: QueuedEvent) async {
        let event = queued.event
        let entries = handlers.entries(event.name, in: queued.message.span.bytes)
        guard !handlers.middleware.isEmpty || entries.contains(where: \.handler.isAsync) else {
            return handle(event, in: queued.message.span.bytes, queued.attachments, entries)
        }
        let incoming = decode(
            event,
            in: queued.message.span.bytes,
            queued.attachments,
            event.id.map { Acknowledgement(of: $0, from: self) }
        )
        do {
            for entry in handlers.middleware { try await entry.handler(incoming) }
        } catch {
            return report(error)
        }
        handlers.removeOnce(entries)
        for listener in handlers.any { listener.handler(incoming) }
        for entry in entries { await call(entry.handler, queued, incoming) }
    }

    private func call(_ handler: EventHandler, _ queued: QueuedEvent, _ incoming: IncomingEvent) async {
        do {
            switch handler {
            case .raw(let handler):
                let arguments = queued.event.arguments
                let raw = RawEvent(
                    socket: self,
                    count: arguments.count,
                    attachments: queued.attachments,
                    acknowledgement: incoming.acknowledgement
                )
                handler(raw, queued.message.span.bytes.extracting(arguments.range))
            case .sync(let handler): try handler(incoming)
            case .async(let handler): try await handler(incoming)
            }
        } catch {
            report(error)
        }
    }
}
