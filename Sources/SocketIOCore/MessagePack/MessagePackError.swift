/// Why some bytes are not MessagePack, or not MessagePack that is accepted here.
public enum MessagePackError: Error, Hashable, Sendable {
    /// The bytes end within a value, or announce more than there is.
    case truncated
    /// A byte that begins no value.
    case invalidByte(UInt8)
    /// A text that is not UTF-8.
    case invalidUTF8
    /// A map with a key that is not a string.
    case invalidKey
    /// An extension that stands for nothing known here.
    case unknownExtension(Int8)
    /// More arrays and maps inside one another than the limit allows.
    case tooDeep(limit: Int)
    /// Bytes after the value.
    case trailingBytes
}

extension MessagePackError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .truncated: "MessagePack that ends within a value"
        case .invalidByte(let byte): "MessagePack with the unused byte \(byte)"
        case .invalidUTF8: "MessagePack text that is not UTF-8"
        case .invalidKey: "MessagePack map with a key that is not a string"
        case .unknownExtension(let type): "unknown MessagePack extension \(type)"
        case .tooDeep(let limit): "MessagePack nested deeper than \(limit) levels (setting: maxDepth)"
        case .trailingBytes: "bytes after the MessagePack value"
        }
    }
}
