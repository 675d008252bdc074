extension Packet {
    /// Reads a packet of `socket.io-msgpack-parser`: one map with `type`, `nsp`, `data` and `id`.
    ///
    /// Other members, such as the reference server's `options`, are passed over. `null` is as good as nothing, since
    /// some writers have no other word for `undefined`.
    public init(messagePack: RawSpan, limits: ConnectionLimits = ConnectionLimits()) throws(PacketError) {
        self = try messagePack.withUnsafeBytes { bytes throws(PacketError) in
            guard bytes.count <= limits.maxPacketBytes else { throw .tooLarge(limit: limits.maxPacketBytes) }
            let fields: MessagePackPacketFields
            do throws(MessagePackError) {
                try MessagePackScanner.document(bytes, depth: min(limits.maxDepth, ConnectionLimits.jsonDepth))
                fields = try MessagePackPacketFields(bytes)
            } catch {
                throw .messagePack(error)
            }
            return try fields.packet(limits: limits)
        }
    }
}

/// Where the members of a packet's map lie.
private struct MessagePackPacketFields {
    private let bytes: UnsafeRawBufferPointer
    private var type: MessagePackHead?
    private var namespace: Range<Int>?
    private var id: MessagePackHead?
    /// The payload, unless it is null.
    private var data: Range<Int>?

    /// - Parameter bytes: one valid value.
    init(_ bytes: UnsafeRawBufferPointer) throws(MessagePackError) {
        self.bytes = bytes
        var position = 0
        guard case .map(let count) = try MessagePackHead(bytes, at: &position) else { return }
        for _ in 0..<count {
            let key = try Self.string(bytes, at: &position)
            let start = position
            var content = position
            let head = try MessagePackHead(bytes, at: &content)
            position = try MessagePackScanner.value(in: bytes, at: start, depth: ConnectionLimits.jsonDepth)
            guard let key else { continue }
            switch String(decoding: bytes[key], as: UTF8.self) {
            case "type": type = head
            case "nsp": namespace = head.isString ? content..<position : nil
            case "id": id = head == .null ? nil : head
            case "data": data = head == .null || Self.isUndefined(head) ? nil : start..<position
            default: break
            }
        }
    }

    func packet(limits: ConnectionLimits) throws(PacketError) -> Packet {
        guard case .int(let number)? = type, let type = UInt8(exactly: number).flatMap(PacketType.init(rawValue:)),
            !type.isBinary
        else { throw .unknownType(bytes.first ?? 0) }
        guard let namespace else { throw .invalidPayload }
        guard namespace.count <= limits.maxNamespaceBytes else {
            throw .namespaceTooLong(limit: limits.maxNamespaceBytes)
        }
        let isMain = bytes[namespace].elementsEqual("/".utf8)
        return Packet(
            namespace: isMain ? namespace.lowerBound..<namespace.lowerBound : namespace,
            content: try content(of: type)
        )
    }

    private func content(of type: PacketType) throws(PacketError) -> Packet.Content {
        switch type {
        case .connect: return .connect(try data.map { range throws(PacketError) in try map(range) })
        case .disconnect where data == nil: return .disconnect
        case .connectError:
            guard let data else { throw .invalidPayload }
            if case .string? = head(at: data.lowerBound)?.0 { return .connectError(data) }
            return .connectError(try map(data))
        case .event:
            let (start, count) = try array()
            guard count > 0 else { throw .missingEventName }
            guard case (.string(let length), let text)? = head(at: start) else { throw .invalidEventName }
            let name = EventName(range: text..<text + length, form: .plain)
            try name.checkReserved(in: bytes)
            let arguments = arguments(from: text + length, count: count - 1)
            return .event(Packet.Event(name: name, arguments: arguments, id: try idNumber(), attachments: 0))
        case .ack:
            let (start, count) = try array()
            guard let id = try idNumber() else { throw .missingID }
            return .ack(
                Packet.Acknowledgement(id: id, arguments: arguments(from: start, count: count), attachments: 0)
            )
        default: throw .invalidPayload
        }
    }

    private func arguments(from start: Int, count: Int) -> Arguments {
        let end = count == 0 ? start : data?.upperBound ?? start
        return Arguments(range: start..<end, count: count, format: .messagePack)
    }

    private func map(_ range: Range<Int>) throws(PacketError) -> Range<Int> {
        guard case (.map, _)? = head(at: range.lowerBound) else { throw .invalidPayload }
        return range
    }

    private func array() throws(PacketError) -> (start: Int, count: Int) {
        guard let data, case (.array(let count), let start)? = head(at: data.lowerBound) else { throw .invalidPayload }
        return (start, count)
    }

    private func idNumber() throws(PacketError) -> UInt64? {
        switch id {
        case nil: return nil
        case .int(let value)? where value >= 0: return UInt64(value)
        case .unsigned(let value)?: return value
        default: throw .invalidID
        }
    }

    /// The head at an offset, and the offset after it.
    private func head(at start: Int) -> (MessagePackHead, Int)? {
        var position = start
        guard let head = try? MessagePackHead(bytes, at: &position) else { return nil }
        return (head, position)
    }

    private static func isUndefined(_ head: MessagePackHead) -> Bool { head == .extended(type: 0, byteCount: 1) }

    private static func string(
        _ bytes: UnsafeRawBufferPointer,
        at position: inout Int
    ) throws(MessagePackError) -> Range<Int>? {
        guard case .string(let count) = try MessagePackHead(bytes, at: &position) else { return nil }
        defer { position += count }
        return position..<position + count
    }
}
