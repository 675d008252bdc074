internal import EngineIOCore

/// Where the name of a received event lies, and how it is written there.
public struct EventName: Hashable, Sendable {
    /// How a name is written.
    public enum Form: Sendable {
        /// The bytes are the name in UTF-8.
        case plain
        /// The bytes are the inside of a JSON string with escapes.
        case escaped
        /// The bytes are a JSON number, which is its own name.
        case number
    }

    /// The bytes of the name, as offsets into the message; quotes are not among them.
    public let range: Range<Int>
    /// How the name is written.
    public let form: Form

    /// The name as text.
    public func text(in message: RawSpan) -> String {
        message.withUnsafeBytes { text(in: $0) }
    }

    func text(in bytes: UnsafeRawBufferPointer) -> String {
        let content = UnsafeRawBufferPointer(rebasing: bytes[range])
        return form == .escaped ? JSONString.text(of: content) : String(decoding: content, as: UTF8.self)
    }

    /// Names that mean something else to applications on either side, so that no event may have them.
    public static let reserved: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    func checkReserved(in bytes: UnsafeRawBufferPointer) throws(PacketError) {
        switch form {
        case .number: return
        case .plain:
            // No reserved name begins otherwise; most names are let through by their first byte.
            switch bytes[range].first {
            case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "n"), UInt8(ascii: "r"): break
            default: return
            }
        case .escaped: break
        }
        let name = text(in: bytes)
        if Self.reserved.contains(name) { throw .reservedEventName(name) }
    }
}
