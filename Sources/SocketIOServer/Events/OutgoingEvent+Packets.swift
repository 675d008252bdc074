import EngineIOCore
import SocketIOCore

extension OutgoingEvent {
    /// The event as Engine.IO packets, in order.
    ///
    /// - Parameters:
    ///   - id: the id under which an acknowledgement is awaited, if one is.
    ///   - offset: what a client that recovers names as the last that it has seen; goes as an argument more.
    func packets(namespace: String, id: UInt64? = nil, offset: String? = nil) -> [EncodedPacket] {
        guard let offset else { return packets(arguments, count, namespace, id) }
        var arguments = arguments
        switch format {
        case .json:
            if count > 0 { arguments.append(UInt8(ascii: ",")) }
            var none: [[UInt8]] = []
            // A string is always writable.
            try? Value.string(offset).appendJSON(to: &arguments, attachments: &none)
        case .messagePack:
            Value.string(offset).appendMessagePack(to: &arguments)
        }
        return packets(arguments, count + 1, namespace, id)
    }

    private func packets(
        _ arguments: [UInt8],
        _ count: Int,
        _ namespace: String,
        _ id: UInt64?
    ) -> [EncodedPacket] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(arguments.count + name.utf8.count + namespace.utf8.count + 32)
        Self.write(
            name,
            arguments.span.bytes,
            count: count,
            attachments: attachments.count,
            format: format,
            namespace: namespace,
            id: id,
            into: &bytes
        )
        guard format == .json else { return [.binary(bytes)] }
        return [.text(bytes)] + attachments.map { .binary($0) }
    }

    /// Writes an event, in JSON with Engine.IO's type in front.
    static func write(
        _ name: String,
        _ arguments: RawSpan,
        count: Int,
        attachments: Int,
        format: PayloadFormat,
        namespace: String,
        id: UInt64? = nil,
        into bytes: inout [UInt8]
    ) {
        switch format {
        case .json:
            bytes.append(EnginePacketType.message.digit)
            PacketWriter.event(
                name,
                arguments: arguments,
                namespace: namespace,
                id: id,
                attachments: attachments,
                into: &bytes
            )
        case .messagePack:
            MessagePackPacketWriter.event(
                name,
                arguments: arguments,
                count: count,
                namespace: namespace,
                id: id,
                into: &bytes
            )
        }
    }
}

extension OutgoingPacket {
    /// The packet as Engine.IO packets, in order.
    func packets(as format: PayloadFormat) throws(ValueWritingError) -> [EncodedPacket] {
        let messages = try encode(as: format)
        let binaries = messages.binaries.map { EncodedPacket.binary($0) }
        guard let text = messages.text else { return binaries }
        return [.text([EnginePacketType.message.digit] + text)] + binaries
    }
}
