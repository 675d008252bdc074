public import EngineIOCore

/// A packet together with bytes of its own, its attachments among them: what outlives the message it came in.
public struct AssembledPacket: Hashable, Sendable {
    /// The message that ``packet`` describes.
    public let message: [UInt8]
    /// The parts of the packet, as offsets into ``message``.
    public let packet: Packet
    /// The attachments, in the order of their numbers.
    public let attachments: [[UInt8]]

    /// Copies the message of a packet that has no attachments.
    public init(_ packet: Packet, of message: RawSpan) {
        self.init(packet, of: Array(copying: message), attachments: [])
    }

    init(_ packet: Packet, of message: [UInt8], attachments: [[UInt8]]) {
        self.message = message
        self.packet = packet
        self.attachments = attachments
    }

    /// Decodes the arguments of the event or acknowledgement, attachments in their places.
    public var values: [Value] {
        switch packet.content {
        case .event(let event): event.arguments.values(in: message.span.bytes, attachments: attachments)
        case .ack(let ack): ack.arguments.values(in: message.span.bytes, attachments: attachments)
        case .connect, .disconnect, .connectError: []
        }
    }
}

/// Collects the binary messages that belong to a packet (protocol v5, "Packet encoding").
public struct PacketAssembler: Sendable {
    private struct Partial {
        let packet: Packet
        let message: [UInt8]
        var attachments: [[UInt8]] = []
        var byteCount: Int
        var deadline: Milliseconds
    }

    private var partial: Partial?
    let limits: ConnectionLimits

    /// Makes an assembler that waits for nothing.
    public init(limits: ConnectionLimits = ConnectionLimits()) {
        self.limits = limits
    }

    /// When the next attachment is overdue; nil if none is awaited.
    public var deadline: Milliseconds? { partial?.deadline }

    /// The packet whose attachments are awaited, if any are.
    public var packet: Packet? { partial?.packet }

    /// Begins to collect the attachments of a packet, whose message is copied.
    public mutating func begin(_ packet: Packet, of message: RawSpan, now: Milliseconds) {
        partial = Partial(
            packet: packet,
            message: Array(copying: message),
            byteCount: message.byteCount,
            deadline: now + limits.attachmentTimeout
        )
    }

    /// Takes a binary message in, and returns the packet if that was the last one it lacked.
    public mutating func add(_ attachment: RawSpan, now: Milliseconds) throws(PacketError) -> AssembledPacket? {
        guard var next = partial else { throw .unexpectedAttachment }
        next.byteCount += attachment.byteCount
        guard next.byteCount <= limits.maxPacketBytes else { throw .tooLarge(limit: limits.maxPacketBytes) }
        partial = nil
        next.attachments.append(Array(copying: attachment))
        if next.attachments.count == next.packet.attachments {
            return AssembledPacket(next.packet, of: next.message, attachments: next.attachments)
        }
        next.deadline = now + limits.attachmentTimeout
        partial = next
        return nil
    }
}

extension [UInt8] {
    init(copying span: RawSpan) {
        self = span.withUnsafeBytes { Array($0) }
    }
}
