import WebSocketCore

/// Which pages from elsewhere may use this server.
struct AllowedOrigins: Sendable {
    /// Origins by name, in small letters.
    let list: [String]
    /// Whether pages of this machine may too, whatever their port: those of a build tool's server, say.
    let allowsThisMachine: Bool

    init(_ settings: Settings) {
        list = settings.allowedOrigins
        allowsThisMachine = settings.development
    }

    /// Whether a page of this origin may, although it is another one than the server's own.
    func allows(_ origin: String) -> Bool {
        list.contains(origin.lowercased()) || (allowsThisMachine && Self.isThisMachine(origin))
    }

    /// The policy for one WebSocket's handshake; pages of this server always may.
    func policy(for fields: MessageHead) -> OriginPolicy {
        let origins = fields["origin"]
        return origins.count == 1 && allows(origins[0]) ? .any : .list(list)
    }

    private static func isThisMachine(_ origin: String) -> Bool {
        let parts = origin.lowercased().split(separator: "://", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let authority = parts[1]
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }
}
