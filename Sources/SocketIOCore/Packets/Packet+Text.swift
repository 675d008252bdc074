internal import EngineIOCore

extension Packet {
    /// Reads a text packet: `<type>[<attachments>-][<namespace>,][<id>][<payload>]` (protocol v5, "Packet encoding").
    ///
    /// The whole of it is checked, so that what is passed on raw is known to be valid; the text itself must be UTF-8.
    public init(text: RawSpan, limits: ConnectionLimits = ConnectionLimits()) throws(PacketError) {
        self = try text.withUnsafeBytes { bytes throws(PacketError) in
            guard bytes.count <= limits.maxPacketBytes else { throw .tooLarge(limit: limits.maxPacketBytes) }
            var reader = TextPacketReader(bytes: bytes, limits: limits)
            return try reader.packet()
        }
    }
}

/// Reads one text packet from front to back.
struct TextPacketReader {
    let bytes: UnsafeRawBufferPointer
    let limits: ConnectionLimits
    private var position = 0

    init(bytes: UnsafeRawBufferPointer, limits: ConnectionLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func packet() throws(PacketError) -> Packet {
        guard let first = byte else { throw .empty }
        guard let type = PacketType(digit: first) else { throw .unknownType(first) }
        position = 1
        let attachments = type.isBinary ? try attachmentCount() : 0
        let namespace = try namespace()
        let id = try number(orThrow: .invalidID)
        return Packet(namespace: namespace, content: try content(of: type, id: id, attachments: attachments))
    }

    private mutating func content(
        of type: PacketType,
        id: UInt64?,
        attachments: Int
    ) throws(PacketError) -> Packet.Content {
        switch type {
        case .event, .binaryEvent:
            return .event(try event(id: id, attachments: attachments))
        case .ack, .binaryAck:
            guard let id else { throw .missingID }
            try open()
            let arguments = try arguments(isFirst: true, attachments: attachments)
            return .ack(Packet.Acknowledgement(id: id, arguments: arguments, attachments: attachments))
        case .connect, .disconnect, .connectError:
            guard id == nil else { throw .invalidID }
            let payload = position..<bytes.count
            switch type {
            case .disconnect where payload.isEmpty: return .disconnect
            case .connect where payload.isEmpty: return .connect(nil)
            case .connect: return .connect(try document(payload, startingWith: [UInt8(ascii: "{")]))
            case .connectError:
                return .connectError(try document(payload, startingWith: [UInt8(ascii: "{"), UInt8(ascii: "\"")]))
            default: throw .invalidPayload
            }
        }
    }

    private mutating func attachmentCount() throws(PacketError) -> Int {
        guard let count = try number(orThrow: .tooManyAttachments(limit: limits.maxAttachments)), count > 0,
            byte == UInt8(ascii: "-")
        else { throw .invalidAttachmentCount }
        position += 1
        guard count <= limits.maxAttachments else { throw .tooManyAttachments(limit: limits.maxAttachments) }
        return Int(count)
    }

    private mutating func namespace() throws(PacketError) -> Range<Int> {
        let start = position
        guard byte == UInt8(ascii: "/") else { return start..<start }
        while let byte, byte != UInt8(ascii: ",") {
            guard position - start < limits.maxNamespaceBytes else {
                throw .namespaceTooLong(limit: limits.maxNamespaceBytes)
            }
            position += 1
        }
        let end = position
        if byte != nil { position += 1 }
        // The main namespace may be spelt out.
        return end - start == 1 ? start..<start : start..<end
    }

    /// Reads digits; nil if there are none, an error if the number needs more than 64 bits.
    private mutating func number(orThrow error: PacketError) throws(PacketError) -> UInt64? {
        let start = position
        var value: UInt64 = 0
        while let byte, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { throw error }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    private func document(_ range: Range<Int>, startingWith first: [UInt8]) throws(PacketError) -> Range<Int> {
        let content = UnsafeRawBufferPointer(rebasing: bytes[range])
        do throws(JSONError) {
            try JSONScanner.document(content, depth: limits.maxDepth)
        } catch {
            throw .json(error)
        }
        guard first.contains(content[JSONScanner.whitespace(in: content, at: 0)]) else { throw .invalidPayload }
        return range
    }
}

extension TextPacketReader {
    private mutating func event(id: UInt64?, attachments: Int) throws(PacketError) -> Packet.Event {
        try open()
        let name = try eventName()
        let arguments = try arguments(isFirst: false, attachments: attachments)
        return Packet.Event(name: name, arguments: arguments, id: id, attachments: attachments)
    }

    /// Goes into the array that the payload must be.
    private mutating func open() throws(PacketError) {
        position = JSONScanner.whitespace(in: bytes, at: position)
        guard byte == UInt8(ascii: "[") else { throw .invalidPayload }
        position = JSONScanner.whitespace(in: bytes, at: position + 1)
    }

    private mutating func eventName() throws(PacketError) -> EventName {
        let start = position
        switch byte {
        case UInt8(ascii: "\""):
            let run = JSONScanner.plainRun(in: bytes, at: start + 1)
            let isPlain = run < bytes.count && bytes[run] == UInt8(ascii: "\"")
            position =
                isPlain
                ? run + 1
                : try scan { (bytes) throws(JSONError) in try JSONScanner.string(in: bytes, at: start) }
            let name = EventName(range: start + 1..<position - 1, form: isPlain ? .plain : .escaped)
            try name.checkReserved(in: bytes)
            return name
        case let byte? where byte == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte:
            position = try scan { (bytes) throws(JSONError) in try JSONScanner.number(in: bytes, at: start) }
            return EventName(range: start..<position, form: .number)
        case UInt8(ascii: "]"): throw .missingEventName
        case nil: throw .json(.syntax(offset: position))
        default: throw .invalidEventName
        }
    }

    /// Reads elements to the end of the array and of the packet. Unless the first is the first of the array, each
    /// comes after a comma.
    private mutating func arguments(isFirst: Bool, attachments: Int) throws(PacketError) -> Arguments {
        var count = 0
        var start = position
        position = JSONScanner.whitespace(in: bytes, at: position)
        while byte != UInt8(ascii: "]") {
            if count > 0 || !isFirst {
                guard byte == UInt8(ascii: ",") else { throw .json(.syntax(offset: position)) }
                position = JSONScanner.whitespace(in: bytes, at: position + 1)
            }
            if count == 0 { start = position }
            let (here, depth) = (position, limits.maxDepth - 1)
            position = try scan { (bytes) throws(JSONError) in
                try JSONScanner.value(in: bytes, at: here, depth: depth)
            }
            count += 1
            position = JSONScanner.whitespace(in: bytes, at: position)
        }
        let range = count == 0 ? position..<position : start..<position
        position = JSONScanner.whitespace(in: bytes, at: position + 1)
        guard position == bytes.count else { throw .json(.syntax(offset: position)) }
        if attachments > 0 { try Placeholders.check(bytes, in: range, attachments: attachments) }
        return Arguments(range: range, count: count, format: .json)
    }

    @inline(__always)
    private func scan(
        _ body: (UnsafeRawBufferPointer) throws(JSONError) -> Int
    ) throws(PacketError) -> Int {
        do throws(JSONError) {
            return try body(bytes)
        } catch {
            throw .json(error)
        }
    }
}
