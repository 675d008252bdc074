/// The client's side of the opening handshake (RFC 6455 §4.1).
public struct ClientHandshake: Sendable {
    /// Why the server's answer doesn't open a WebSocket.
    public enum Failure: Error, Equatable, Sendable {
        /// The bytes are no HTTP response.
        case malformed(MessageHead.ParseError)
        /// Another status than 101, such as a redirect or a refusal.
        case status(Int)
        /// A field is missing or doesn't fit; its name.
        case field(String)
    }

    /// What both ends agreed on.
    public struct Agreement: Equatable, Sendable {
        /// The subprotocol that the server chose, if any.
        public let subprotocol: String?
        /// The compression that the server agreed to, if any.
        public let compression: PerMessageDeflate?
    }

    private let key: String
    private let subprotocols: [String]
    private let offer: PerMessageDeflate?
    /// The request to send.
    public let request: [UInt8]

    /// - Parameters:
    ///   - host: the `Host` field: name and, unless it is the scheme's own, port.
    ///   - target: path and query.
    ///   - subprotocols: what the client speaks, best first.
    ///   - compression: what to offer; nil offers none.
    ///   - fields: more fields, such as `Origin` or `Authorization`. Control characters in them are dropped.
    ///   - generator: where the key's randomness comes from (RFC 6455 §4.1 item 7).
    public init(
        host: String,
        target: String,
        subprotocols: [String] = [],
        compression: CompressionSettings? = CompressionSettings(),
        fields: [(String, String)] = [],
        using generator: inout some RandomNumberGenerator
    ) {
        key = WebSocketKey.random(using: &generator)
        self.subprotocols = subprotocols
        offer = compression.map { PerMessageDeflate.offer($0) }
        var lines = [("Host", host), ("Upgrade", "websocket"), ("Connection", "Upgrade")]
        lines += [("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", key)]
        if !subprotocols.isEmpty { lines.append(("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", "))) }
        if let offer { lines.append(("Sec-WebSocket-Extensions", offer.headerValue)) }
        let text = (lines + fields).reduce(into: "GET \(target.withoutControls) HTTP/1.1\r\n") { text, field in
            text += "\(field.0.withoutControls): \(field.1.withoutControls)\r\n"
        }
        request = Array((text + "\r\n").utf8)
    }

    /// RFC 9112 §4: three digits.
    private static func status(_ text: String) -> Int? {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// Checks the server's answer (RFC 6455 §4.1, the last list).
    public func accept(_ head: MessageHead) throws(Failure) -> Agreement {
        let line = head.firstLineParts(3)
        guard line.count >= 2, isHTTP1(line[0]), let status = Self.status(line[1]) else {
            throw .malformed(.malformed)
        }
        guard status == 101 else { throw .status(status) }
        guard head.has("upgrade", token: "websocket") else { throw .field("Upgrade") }
        guard head.has("connection", token: "upgrade") else { throw .field("Connection") }
        guard head["sec-websocket-accept"] == [WebSocketKey.accept(key)] else { throw .field("Sec-WebSocket-Accept") }
        let chosen = head["sec-websocket-protocol"]
        guard chosen.count <= 1, chosen.allSatisfy(subprotocols.contains) else {
            throw .field("Sec-WebSocket-Protocol")
        }
        return Agreement(subprotocol: chosen.first, compression: try compression(head))
    }

    private func compression(_ head: MessageHead) throws(Failure) -> PerMessageDeflate? {
        let failure = Failure.field("Sec-WebSocket-Extensions")
        guard let entries = ExtensionHeader.parse(head["sec-websocket-extensions"]) else { throw failure }
        guard let entry = entries.first else { return nil }
        guard entries.count == 1, let offer, let answer = PerMessageDeflate(entry, isOffer: false),
            answer.keeps(to: offer)
        else { throw failure }
        return answer
    }
}
