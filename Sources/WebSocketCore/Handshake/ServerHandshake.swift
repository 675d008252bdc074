/// The server's side of the opening handshake (RFC 6455 §4.2).
public struct ServerHandshake: Sendable {
    /// The subprotocols that the server speaks, best first (RFC 6455 §1.9). Empty: none is ever chosen.
    public var subprotocols: [String]
    /// Which pages may connect (RFC 6455 §10.2).
    public var origins: OriginPolicy
    /// What to agree on for permessage-deflate; nil declines it (RFC 7692 §5).
    public var compression: CompressionSettings?

    /// A handshake that agrees on these.
    public init(
        subprotocols: [String] = [],
        origins: OriginPolicy = .sameOrigin,
        compression: CompressionSettings? = CompressionSettings()
    ) {
        self.subprotocols = subprotocols
        self.origins = origins
        self.compression = compression
    }

    /// What both ends agreed on.
    public struct Agreement: Sendable {
        /// The subprotocol chosen, if any (RFC 6455 §4.2.2).
        public let subprotocol: String?
        /// The compression chosen, if any.
        public let compression: PerMessageDeflate?
        /// The `101` answer to send.
        public let response: [UInt8]
    }

    /// Checks a request and makes the answer.
    ///
    /// - Throws: the refusal to send instead: 400 for a bad request, 403 for a page that is not allowed, 405 for
    ///   a method other than GET, 426 for another version (RFC 6455 §4.2.1, §4.4).
    public func answer(_ request: RequestHead) throws(HandshakeRejection) -> Agreement {
        let key = try check(request)
        let subprotocol = try chooseSubprotocol(request)
        let compression = try chooseCompression(request)
        var response: [UInt8] = []
        response.reserveCapacity(256)
        response += "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n".utf8
        response += "Sec-WebSocket-Accept: ".utf8
        response += WebSocketKey.accept(key).utf8
        if let subprotocol { response += "\r\nSec-WebSocket-Protocol: \(subprotocol)".utf8 }
        if let compression { response += "\r\nSec-WebSocket-Extensions: \(compression.headerValue)".utf8 }
        response += "\r\n\r\n".utf8
        return Agreement(subprotocol: subprotocol, compression: compression, response: response)
    }

    private func check(_ request: RequestHead) throws(HandshakeRejection) -> String {
        let fields = request.fields
        guard request.method == "GET" else {
            throw HandshakeRejection(
                status: 405,
                reason: "A WebSocket is opened by GET, not by \(request.method).",
                fields: [("Allow", "GET")]
            )
        }
        guard request.isHTTP11 else { throw Self.bad("A WebSocket is opened by HTTP/1.1 or later.") }
        guard fields["host"].count == 1 else { throw Self.bad("The Host field must be there once.") }
        guard fields.has("upgrade", token: "websocket") else { throw Self.bad("The Upgrade field lacks websocket.") }
        guard fields.has("connection", token: "upgrade") else { throw Self.bad("The Connection field lacks Upgrade.") }
        guard !fields.has("transfer-encoding"), fields["content-length"].allSatisfy({ $0 == "0" }) else {
            throw Self.bad("A request for a WebSocket has no body.")
        }
        guard fields["sec-websocket-version"] == ["13"] else {
            throw HandshakeRejection(
                status: 426,
                reason: "This server speaks version 13 of the WebSocket protocol.",
                fields: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]
            )
        }
        let keys = fields["sec-websocket-key"]
        guard keys.count == 1, let key = keys.first, WebSocketKey.isValid(key) else {
            throw Self.bad("Sec-WebSocket-Key must be there once, 16 bytes in base64.")
        }
        guard origins.allows(fields) else {
            throw HandshakeRejection(
                status: 403,
                reason: "Pages of this origin may not connect; the server's setting allow-origin names those that may."
            )
        }
        return key
    }

    private func chooseSubprotocol(_ request: RequestHead) throws(HandshakeRejection) -> String? {
        guard let offered = TokenScanner.list(request.fields["sec-websocket-protocol"]) else {
            throw Self.bad("Sec-WebSocket-Protocol is not a list of tokens.")
        }
        return subprotocols.first { offered.contains($0) }
    }

    private func chooseCompression(_ request: RequestHead) throws(HandshakeRejection) -> PerMessageDeflate? {
        guard let offers = ExtensionHeader.parse(request.fields["sec-websocket-extensions"]) else {
            throw Self.bad("Sec-WebSocket-Extensions is not a list of extensions.")
        }
        return compression.flatMap { PerMessageDeflate.answer(offers, settings: $0) }
    }

    private static func bad(_ reason: String) -> HandshakeRejection {
        HandshakeRejection(status: 400, reason: reason)
    }
}
