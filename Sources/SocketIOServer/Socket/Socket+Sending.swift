import EngineIOCore
import EngineIOServer
import SocketIOCore
import Transport
import WebSocketCore

extension Socket {
    /// Sends an event whose arguments are encoded already: they are neither decoded nor encoded, and on the socket's
    /// loop not copied either. See ``EventEmitter/emit(_:raw:count:attachments:)``.
    public func emit(
        _ event: String,
        raw arguments: RawSpan,
        count: Int,
        attachments: [[UInt8]] = []
    ) throws(EventNameError) {
        guard loop.isCurrent, namespace.recovery == nil, handlers.anyOutgoing.isEmpty else {
            return emit(
                try OutgoingEvent(event, raw: arguments, count: count, attachments: attachments, as: payloadFormat)
            )
        }
        try EventNameError.check(event)
        transmit(attachments) { namespace, bytes in
            OutgoingEvent.write(
                event,
                arguments,
                count: count,
                attachments: attachments.count,
                format: payloadFormat,
                namespace: namespace,
                into: &bytes
            )
        }
    }

    /// Sends an event; through the log, if it may have to be sent again.
    func emit(_ event: OutgoingEvent, _ flags: BroadcastFlags) {
        if namespace.recovery != nil, !flags.isVolatile {
            return namespace.adapter.broadcast(event, BroadcastOptions(rooms: [id], flags: flags))
        }
        guard loop.isCurrent else { return loop.execute { self.emit(event, flags) } }
        noteOutgoing(event)
        transmit(event.packets(namespace: namespace.name), flags)
    }

    /// Takes a broadcast. On the loop.
    func deliver(_ delivery: Delivery) {
        if held != nil {
            held?.append(delivery)
            return
        }
        noteOutgoing(delivery.event)
        transmit(delivery.packets, delivery.options.flags)
    }

    /// Sends what was missed while the socket was away, then what was held back meanwhile. On the loop.
    func catchUp(_ missed: MissedEvents) {
        let held = held ?? []
        self.held = nil
        for logged in missed.events {
            noteOutgoing(logged.event)
            transmit(logged.event.packets(namespace: namespace.name, offset: logged.offset))
        }
        for delivery in held where delivery.sequence.map({ $0 > missed.through }) ?? true { deliver(delivery) }
    }

    private func noteOutgoing(_ event: OutgoingEvent) {
        for entry in handlers.anyOutgoing { entry.handler(event) }
    }

    // MARK: Packets

    /// Sends packets, if the socket is connected. From any thread.
    func transmit(_ packets: [EncodedPacket], _ flags: BroadcastFlags = BroadcastFlags()) {
        guard loop.isCurrent else { return loop.execute { self.transmit(packets, flags) } }
        guard phase == .connected, let session else { return }
        if flags.isVolatile, !session.isWritable { return }
        guard !flags.compress, let webSocket = session.webSocket else { return session.send(packets) }
        for packet in packets {
            switch packet {
            case .text(let bytes): webSocket.send(.text, bytes, compress: false)
            case .binary(let bytes): webSocket.send(.binary, bytes, compress: false)
            }
        }
    }

    /// Sends a packet that `write` writes into a buffer, and its attachments. From any thread.
    ///
    /// - Parameter write: gets the name of the namespace and an empty buffer; called at once.
    func transmit(_ attachments: [[UInt8]], _ write: (String, inout [UInt8]) -> Void) {
        let isText = payloadFormat == .json
        guard loop.isCurrent, let webSocket = session?.webSocket else {
            var bytes: [UInt8] = []
            write(namespace.name, &bytes)
            let first = isText ? EncodedPacket.text(bytes) : .binary(bytes)
            return transmit([first] + (isText ? attachments.map { .binary($0) } : []))
        }
        guard phase == .connected else { return }
        namespace.state(of: loop).withScratch { bytes in
            write(namespace.name, &bytes)
            webSocket.send(isText ? .text : .binary, bytes)
        }
        guard isText else { return }
        for attachment in attachments { webSocket.send(.binary, attachment) }
    }
}
