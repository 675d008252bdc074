/// Which web pages may open a WebSocket here (RFC 6455 §10.2). Clients that are no browsers send no `Origin`
/// and are let in: they could forge one anyway.
public enum OriginPolicy: Sendable, Equatable {
    /// Pages of this server only: the origin's host and port are those of the `Host` field.
    case sameOrigin
    /// Pages of this server and of these origins, each as a browser sends it, such as `https://example.org`.
    case list([String])
    /// Any page. Only for services without sign-in by cookie.
    case any

    /// Whether a request with these fields may go on.
    public func allows(_ fields: MessageHead) -> Bool {
        let origins = fields["origin"]
        guard let origin = origins.first else { return true }
        guard origins.count == 1 else { return false }
        switch self {
        case .any: return true
        case .sameOrigin: return Self.isSame(origin, fields)
        case .list(let allowed):
            return Self.isSame(origin, fields) || allowed.contains { $0.equalsIgnoringCase(origin) }
        }
    }

    private static func isSame(_ origin: String, _ fields: MessageHead) -> Bool {
        guard let host = fields["host"].first else { return false }
        return origin.equalsIgnoringCase("http://" + host) || origin.equalsIgnoringCase("https://" + host)
    }
}
