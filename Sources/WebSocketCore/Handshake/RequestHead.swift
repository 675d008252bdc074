/// The head of a request for a WebSocket (RFC 6455 §4.1).
public struct RequestHead: Sendable {
    /// Such as `GET`.
    public let method: String
    /// Path and query as sent, such as `/chat?room=1`.
    public let target: String
    /// Whether the request is HTTP/1.1 or a later 1.x.
    public let isHTTP11: Bool
    /// The fields.
    public let fields: MessageHead

    /// - Throws: ``MessageHead/ParseError/malformed`` if the first line is no request line (RFC 9112 §3).
    public init(_ head: MessageHead) throws(MessageHead.ParseError) {
        let parts = head.firstLineParts(3)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].utf8.allSatisfy(isTokenByte), !parts[1].isEmpty,
            isHTTP1(parts[2])
        else { throw .malformed }
        method = parts[0]
        target = parts[1]
        isHTTP11 = parts[2] != "HTTP/1.0"
        fields = head
    }

    /// The target without its query.
    public var path: Substring { Substring(target.utf8.prefix { $0 != UInt8(ascii: "?") }) }

    /// The query without its question mark, not decoded; nil if there is none.
    public var query: Substring? {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        return Substring(target.utf8[mark...].dropFirst())
    }

    /// Whether the client asks for a WebSocket (RFC 6455 §4.2.1), well or badly: such a request is answered by
    /// ``ServerHandshake``, any other by HTTP.
    public var asksForWebSocket: Bool { fields.has("upgrade", token: "websocket") }
}

/// Whether this is `HTTP/1.` and one digit (RFC 9112 §2.3).
func isHTTP1(_ version: String) -> Bool {
    let bytes = version.utf8
    return bytes.count == 8 && version.hasPrefix("HTTP/1.") && bytes.last.map { (0x30...0x39).contains($0) } == true
}
