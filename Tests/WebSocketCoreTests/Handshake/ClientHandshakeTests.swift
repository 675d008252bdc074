import Testing

@testable import WebSocketCore

/// RFC 6455 §4.1: what a client sends and takes.
@Suite struct ClientHandshakeTests {
    private static let accept = "Sec-WebSocket-Accept"

    private func handshake(
        subprotocols: [String] = [],
        compression: CompressionSettings? = nil,
        fields: [(String, String)] = [],
        host: String = "example.org",
        target: String = "/chat"
    ) -> ClientHandshake {
        var random = SeededGenerator(seed: 5)
        return ClientHandshake(
            host: host,
            target: target,
            subprotocols: subprotocols,
            compression: compression,
            fields: fields,
            using: &random
        )
    }

    private func request(_ handshake: ClientHandshake) throws -> RequestHead {
        try RequestHead(try #require(try readHead(handshake.request)))
    }

    /// A good answer, as fields to be spoilt.
    private func fields(_ handshake: ClientHandshake) throws -> [(String, String)] {
        let key = try #require(try request(handshake).fields["sec-websocket-key"].first)
        return [("Upgrade", "websocket"), ("Connection", "Upgrade"), (Self.accept, WebSocketKey.accept(key))]
    }

    private func outcome(
        _ handshake: ClientHandshake,
        line: String = "HTTP/1.1 101 Switching Protocols",
        without: String? = nil,
        plus: [(String, String)] = []
    ) throws -> Result<ClientHandshake.Agreement, ClientHandshake.Failure> {
        let fields = try fields(handshake).filter { $0.0 != without } + plus
        let lines = [line] + fields.map { "\($0): \($1)" }
        let head = try #require(try readHead(lines.joined(separator: "\n").head))
        return Result { () throws(ClientHandshake.Failure) in try handshake.accept(head) }
    }

    @Test func theRequest() throws {
        let sent = try request(
            handshake(
                subprotocols: ["v2", "v1"],
                compression: CompressionSettings(),
                fields: [("Origin", "http://example.org")],
                target: "/chat?room=1"
            )
        )
        #expect(sent.method == "GET" && sent.target == "/chat?room=1" && sent.isHTTP11 && sent.asksForWebSocket)
        #expect(sent.fields["host"] == ["example.org"] && sent.fields["origin"] == ["http://example.org"])
        #expect(sent.fields["sec-websocket-protocol"] == ["v2, v1"])
        #expect(sent.fields["sec-websocket-version"] == ["13"])
        #expect(sent.fields["sec-websocket-key"].allSatisfy(WebSocketKey.isValid))
        #expect(sent.fields["sec-websocket-extensions"].first?.hasPrefix("permessage-deflate; ") == true)
        let bare = try request(handshake())
        #expect(!bare.fields.has("sec-websocket-protocol") && !bare.fields.has("sec-websocket-extensions"))
    }

    @Test func bothRolesAgree() throws {
        for takeover in [false, true] {
            for bits in 9...15 {
                let settings = CompressionSettings(
                    ownContextTakeover: takeover,
                    peerContextTakeover: takeover,
                    maxWindowBits: bits,
                    peerMaxWindowBits: 24 - bits
                )
                let client = handshake(subprotocols: ["a", "b"], compression: settings)
                let server = ServerHandshake(subprotocols: ["b"], compression: settings)
                let answer = try server.answer(request(client))
                let head = try #require(try readHead(answer.response))
                let agreed = try client.accept(head)
                #expect(agreed.subprotocol == "b")
                #expect(agreed.compression?.headerValue == answer.compression?.headerValue)
                #expect(agreed.compression != nil)
            }
        }
    }

    @Test func goodAnswers() throws {
        let client = handshake(subprotocols: ["a"], compression: CompressionSettings())
        #expect(try outcome(client) == .success(.init(subprotocol: nil, compression: nil)))
        #expect(try outcome(client, line: "HTTP/1.1 101") == .success(.init(subprotocol: nil, compression: nil)))
        let chosen = try outcome(client, plus: [("Sec-WebSocket-Protocol", "a")])
        #expect(chosen == .success(.init(subprotocol: "a", compression: nil)))
        let odd = try outcome(
            client,
            without: "Upgrade",
            plus: [("upgrade", "WebSocket"), ("Connection", "keep-alive")]
        )
        #expect(odd == .success(.init(subprotocol: nil, compression: nil)))
    }

    @Test func fieldsThatAreMissingOrWrong() throws {
        let client = handshake(subprotocols: ["a"], compression: CompressionSettings())
        let table: [(without: String?, plus: [(String, String)], field: String)] = [
            ("Upgrade", [], "Upgrade"), ("Upgrade", [("Upgrade", "h2c")], "Upgrade"),
            ("Connection", [], "Connection"), ("Connection", [("Connection", "close")], "Connection"),
            (Self.accept, [], Self.accept), (Self.accept, [(Self.accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")], Self.accept),
            (nil, [(Self.accept, "x")], Self.accept),
            (nil, [("Sec-WebSocket-Protocol", "b")], "Sec-WebSocket-Protocol"),
            (nil, [("Sec-WebSocket-Protocol", "A")], "Sec-WebSocket-Protocol"),
            (nil, [("Sec-WebSocket-Protocol", "a"), ("Sec-WebSocket-Protocol", "a")], "Sec-WebSocket-Protocol"),
            (nil, [("Sec-WebSocket-Protocol", "")], "Sec-WebSocket-Protocol"),
            (nil, [("Sec-WebSocket-Extensions", "x-unknown")], "Sec-WebSocket-Extensions"),
            (nil, [("Sec-WebSocket-Extensions", "permessage-deflate")], "Sec-WebSocket-Extensions"),
            (nil, [("Sec-WebSocket-Extensions", "permessage-deflate;")], "Sec-WebSocket-Extensions"),
            (
                nil,
                [
                    ("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover"),
                    ("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover"),
                ], "Sec-WebSocket-Extensions"
            ),
        ]
        for (without, plus, field) in table {
            #expect(try outcome(client, without: without, plus: plus) == .failure(.field(field)), "\(plus)")
        }
        let unasked = [("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover")]
        #expect(try outcome(handshake(), plus: unasked) == .failure(.field("Sec-WebSocket-Extensions")))
    }

    @Test func statusLines() throws {
        let client = handshake()
        for (line, status) in [
            ("HTTP/1.1 200 OK", 200), ("HTTP/1.1 302 Found", 302), ("HTTP/1.0 401 Unauthorized", 401),
            ("HTTP/1.1 426 Upgrade Required", 426), ("HTTP/1.1 503", 503),
        ] {
            #expect(try outcome(client, line: line) == .failure(.status(status)))
        }
        for line in [
            "HTTP/1.1", "HTTP/1.1 +101 x", "HTTP/1.1 0101 x", "HTTP/1.1 1o1", "HTTP/1.1  101", "HTTP/2 101 x",
            "HTTP/1.1x 101 y", "ICY 101 x", "",
        ] {
            #expect(try outcome(client, line: line) == .failure(.malformed(.malformed)), "\(line)")
        }
    }

    /// RFC 9110 §5.5: nothing that a caller passes can begin a line of its own.
    @Test func injection() throws {
        let evil = "x\r\nInjected: yes\r\n\r\nGET / HTTP/1.1\n\u{85}\u{2028}\0\u{7F}\t"
        let sent = handshake(subprotocols: [evil], fields: [(evil, evil)], host: evil, target: evil)
        let text = String(decoding: sent.request, as: UTF8.self)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 1 + 7 + 2)
        #expect(!lines.contains { $0.hasPrefix("Injected") })
        #expect(sent.request.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0D || $0 == 0x0A })
        #expect(sent.request.count { $0 == 0x0A } == 9 && sent.request.count { $0 == 0x0D } == 9)
    }
}
