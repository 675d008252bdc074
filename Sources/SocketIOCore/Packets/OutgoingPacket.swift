/// A packet to be sent, as values; ``encode(as:)`` makes messages of it in either format.
///
/// For arguments that are passed on raw, and for control over the buffer, there is ``PacketWriter``.
public struct OutgoingPacket: Hashable, Sendable {
    /// The namespace with its slash.
    public var namespace: String
    /// The packet's type and the parts that only this type has.
    public var content: Content

    /// What a packet can be.
    public enum Content: Hashable, Sendable {
        /// CONNECT: a client's auth object, or a server's `sid` and `pid`.
        case connect(Object?)
        /// DISCONNECT.
        case disconnect
        /// EVENT, or BINARY_EVENT if there is binary among the arguments.
        case event(String, [Value], id: UInt64?)
        /// ACK or BINARY_ACK.
        case ack(UInt64, [Value])
        /// CONNECT_ERROR, whose payload is an object.
        case connectError(Object)
    }

    /// Makes a packet.
    public init(namespace: String = "/", _ content: Content) {
        self.namespace = namespace
        self.content = content
    }

    /// The packet as the messages that have to be sent one after another.
    public func encode(as format: PayloadFormat) throws(ValueWritingError) -> EncodedMessages {
        switch format {
        case .json:
            var text: [UInt8] = []
            let attachments = try appendText(to: &text)
            return EncodedMessages(text: text, binaries: attachments)
        case .messagePack:
            var bytes: [UInt8] = []
            appendMessagePack(to: &bytes)
            return EncodedMessages(text: nil, binaries: [bytes])
        }
    }

    private func appendText(to output: inout [UInt8]) throws(ValueWritingError) -> [[UInt8]] {
        switch content {
        case .event(let name, let arguments, let id):
            return try PacketWriter.event(name, arguments: arguments, namespace: namespace, id: id, into: &output)
        case .ack(let id, let arguments):
            return try PacketWriter.acknowledgement(of: id, arguments: arguments, namespace: namespace, into: &output)
        case .connect(let payload): try PacketWriter.bare(.connect, payload, namespace, into: &output)
        case .disconnect: try PacketWriter.bare(.disconnect, nil, namespace, into: &output)
        case .connectError(let payload): try PacketWriter.bare(.connectError, payload, namespace, into: &output)
        }
        return []
    }

    private func appendMessagePack(to output: inout [UInt8]) {
        let (type, data, id): (PacketType, Value?, UInt64?) =
            switch content {
            case .connect(let payload): (.connect, payload.map { .object($0) }, nil)
            case .disconnect: (.disconnect, nil, nil)
            case .event(let name, let arguments, let id): (.event, .array([.string(name)] + arguments), id)
            case .ack(let id, let arguments): (.ack, .array(arguments), id)
            case .connectError(let payload): (.connectError, .object(payload), nil)
            }
        MessagePackPacketWriter.packet(type, data, namespace: namespace, id: id, into: &output)
    }
}

/// The messages of one packet: a text, binary messages, or a text and binary messages after it.
public struct EncodedMessages: Hashable, Sendable {
    /// The text message, which comes first; nil in MessagePack.
    public let text: [UInt8]?
    /// The binary messages.
    public let binaries: [[UInt8]]
}
