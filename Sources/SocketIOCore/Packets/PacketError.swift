public import EngineIOCore

/// What is wrong with a received packet.
public enum PacketError: Error, Hashable, Sendable {
    /// A message without so much as a type.
    case empty
    /// The first byte is not the digit of a packet type.
    case unknownType(UInt8)
    /// A binary packet whose count of attachments is missing, zero, or no number.
    case invalidAttachmentCount
    /// A binary packet that announces more attachments than the limit.
    case tooManyAttachments(limit: Int)
    /// The name of a namespace is longer than the limit.
    case namespaceTooLong(limit: Int)
    /// An acknowledgement id beyond 64 bits, or in a packet that has none.
    case invalidID
    /// An acknowledgement without the id of what it acknowledges.
    case missingID
    /// The payload is not of the kind that the packet's type demands.
    case invalidPayload
    /// The payload is not JSON.
    case json(JSONError)
    /// The payload is not MessagePack.
    case messagePack(MessagePackError)
    /// An event without a name.
    case missingEventName
    /// An event whose name is neither a string nor a number.
    case invalidEventName
    /// An event whose name means something else to every Socket.IO application.
    case reservedEventName(String)
    /// A placeholder whose number is no index.
    case invalidPlaceholder
    /// A placeholder whose number is not below the count of attachments.
    case placeholderOutOfRange
    /// Two placeholders of the same attachment.
    case repeatedPlaceholder
    /// An attachment that no placeholder stands for.
    case missingPlaceholder
    /// A packet and its attachments have more bytes than the limit.
    case tooLarge(limit: Int)
    /// A text message where an attachment was due.
    case expectedAttachment
    /// A binary message where no attachment was due.
    case unexpectedAttachment
    /// A text message to a connection that speaks MessagePack.
    case unexpectedText
}

extension PacketError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .empty: "empty packet"
        case .unknownType(let byte): "unknown packet type (byte \(byte))"
        case .invalidAttachmentCount: "binary packet without a count of attachments"
        case .tooManyAttachments(let limit): "more than \(limit) attachments (setting: maxAttachments)"
        case .namespaceTooLong(let limit): "namespace of more than \(limit) bytes (setting: maxNamespaceBytes)"
        case .invalidID: "invalid acknowledgement id"
        case .missingID: "acknowledgement without an id"
        case .invalidPayload: "payload that doesn't fit the packet's type"
        case .json(let error): error.description
        case .messagePack(let error): error.description
        case .missingEventName: "event without a name"
        case .invalidEventName: "event name that is neither a string nor a number"
        case .reservedEventName(let name): "reserved event name '\(name)'"
        case .invalidPlaceholder: "placeholder without the index of an attachment"
        case .placeholderOutOfRange: "placeholder of an attachment that was not announced"
        case .repeatedPlaceholder: "two placeholders of one attachment"
        case .missingPlaceholder: "attachment without a placeholder"
        case .tooLarge(let limit): "packet of more than \(limit) bytes (setting: maxPacketBytes)"
        case .expectedAttachment: "text where an attachment was due"
        case .unexpectedAttachment: "binary message where no attachment was due"
        case .unexpectedText: "text message to a connection that speaks MessagePack"
        }
    }
}
