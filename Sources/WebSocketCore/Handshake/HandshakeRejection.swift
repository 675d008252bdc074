/// Why a handshake is refused, and the HTTP answer that says so (RFC 6455 §4.2.2, §4.4).
public struct HandshakeRejection: Error, Equatable, Sendable {
    /// The status code, such as 400.
    public let status: Int
    /// One line for the body, for a person to read.
    public let reason: String
    /// Fields that the status calls for, such as `Allow`.
    public let fields: [Field]
    /// The body for a program to read, as JSON, where the protocol above has one; it stands instead of ``reason``.
    public let json: [UInt8]?

    /// One field of the answer.
    public struct Field: Equatable, Sendable {
        /// The name as written.
        public let name: String
        /// The value as written.
        public let value: String
    }

    /// A refusal. Control characters in `fields` are the caller's fault and are dropped.
    public init(status: Int, reason: String, fields: [(String, String)] = [], json: [UInt8]? = nil) {
        self.status = status
        self.json = json
        self.reason = reason
        self.fields = fields.map { Field(name: $0.withoutControls, value: $1.withoutControls) }
    }

    /// The whole answer. The connection is closed behind it.
    public var response: [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.phrases[status] ?? "Refused")\r\n"
        for field in fields { text += "\(field.name): \(field.value)\r\n" }
        let type = json == nil ? "text/plain; charset=utf-8" : "application/json"
        let body = json ?? Array((reason + "\n").utf8)
        text += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
        // RFC 9110 §7.8: who sends Upgrade names it in Connection.
        let upgrades = fields.contains { $0.name.equalsIgnoringCase("upgrade") }
        text += "Connection: close\(upgrades ? ", Upgrade" : "")\r\n\r\n"
        return Array(text.utf8) + body
    }

    private static let phrases = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 426: "Upgrade Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 503: "Service Unavailable",
    ]
}

extension HandshakeRejection {
    /// The answer to bytes that are no request head.
    public init(_ error: MessageHead.ParseError) {
        switch error {
        case .tooLarge: self.init(status: 431, reason: "The request head exceeds the limit max-header-size.")
        case .tooManyFields: self.init(status: 431, reason: "The request head exceeds the limit max-header-count.")
        case .malformed: self.init(status: 400, reason: "The request is not valid HTTP/1.1.")
        }
    }
}
