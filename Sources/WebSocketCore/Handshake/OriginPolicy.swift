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
        return origins.count == 1 && allows(origin, host: fields["host"].first)
    }

    /// Whether pages of `origin` may, at a server that the request calls `host`: the value of its `Host` field.
    public func allows(_ origin: String, host: String?) -> Bool {
        switch self {
        case .any: true
        case .sameOrigin: Self.isSame(origin, host)
        case .list(let allowed): Self.isSame(origin, host) || allowed.contains { $0.equalsIgnoringCase(origin) }
        }
    }

    private static func isSame(_ origin: String, _ host: String?) -> Bool {
        guard let host else { return false }
        return origin.equalsIgnoringCase("http://" + host) || origin.equalsIgnoringCase("https://" + host)
    }
}
