internal import EngineIOCore

/// Makes packets of messages in a connection's format, attachments collected.
struct PacketReceiver: Sendable {
    /// What a binary message makes.
    enum Received {
        /// A packet that lies in the message.
        case packet(Packet)
        /// A packet whose attachments are there now.
        case assembled(AssembledPacket)
        /// No packet yet.
        case nothing
    }

    private let format: PayloadFormat
    private var assembler: PacketAssembler

    init(limits: ConnectionLimits, format: PayloadFormat) {
        self.format = format
        assembler = PacketAssembler(limits: limits)
    }

    var limits: ConnectionLimits { assembler.limits }

    /// When an attachment is overdue; nil if none is awaited.
    var deadline: Milliseconds? { assembler.deadline }

    func checkTime(_ now: Milliseconds) throws(ConnectionFault) {
        if let deadline, now >= deadline { throw .attachmentTimeout }
    }

    /// Reads the packet of a text message. If it has attachments and is wanted, ``collect(_:of:now:)`` comes next.
    func packet(text message: RawSpan) throws(ConnectionFault) -> Packet {
        guard format == .json else { throw .packet(.unexpectedText) }
        guard assembler.packet == nil else { throw .packet(.expectedAttachment) }
        do throws(PacketError) {
            return try Packet(text: message, limits: limits)
        } catch {
            throw .packet(error)
        }
    }

    mutating func collect(_ packet: Packet, of message: RawSpan, now: Milliseconds) {
        assembler.begin(packet, of: message, now: now)
    }

    mutating func receive(binary message: RawSpan, now: Milliseconds) throws(ConnectionFault) -> Received {
        do throws(PacketError) {
            switch format {
            case .messagePack: return .packet(try Packet(messagePack: message, limits: limits))
            case .json: return try assembler.add(message, now: now).map { .assembled($0) } ?? .nothing
            }
        } catch {
            throw .packet(error)
        }
    }
}
