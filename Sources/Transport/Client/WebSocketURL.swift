/// The address of a WebSocket: `ws://host:port/path?query`, or `wss` (RFC 6455 §3).
public struct WebSocketURL: Sendable, Equatable {
    /// Why a text is no such address.
    public enum ParseError: Error, Equatable, Sendable {
        /// Another scheme than ws, wss, http or https.
        case scheme
        /// No host.
        case host
        /// A port that is no number from 1 to 65535.
        case port
        /// A fragment, which RFC 6455 §3 forbids, or a character that must be escaped.
        case target
    }

    /// Whether TLS is used.
    public let isSecure: Bool
    /// Name or address, without brackets.
    public let host: String
    /// The port, by default 80 or 443.
    public let port: Int
    /// Path and query, at least `/`.
    public let target: String

    /// Reads an address. `http` and `https` are taken for `ws` and `wss`.
    public init(_ text: String) throws(ParseError) {
        guard let mark = text.firstIndex(of: ":"), text[mark...].hasPrefix("://") else { throw .scheme }
        switch text[..<mark].lowercased() {
        case "ws", "http": isSecure = false
        case "wss", "https": isSecure = true
        default: throw .scheme
        }
        let rest = text[mark...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let tail = rest[authority.endIndex...]
        guard tail.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { throw .target }
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        (host, port) = try Self.split(authority, defaultPort: isSecure ? 443 : 80)
    }

    private static func split(_ authority: Substring, defaultPort: Int) throws(ParseError) -> (String, Int) {
        var host = authority
        var port = defaultPort
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[colon...].dropFirst()), (1...65535).contains(number) else { throw .port }
            host = authority[..<colon]
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains("@"), !host.contains(" ") else { throw .host }
        return (String(host), port)
    }

    /// The `Host` field: the port is named unless it is the scheme's own (RFC 6455 §4.1).
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }
}
