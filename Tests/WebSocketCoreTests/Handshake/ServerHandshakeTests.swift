import Testing

@testable import WebSocketCore

/// RFC 6455 §4.2: what a server answers.
@Suite struct ServerHandshakeTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func refusal(_ request: Request, by server: ServerHandshake = ServerHandshake()) -> HandshakeRejection? {
        do {
            _ = try answer(request, by: server)
            return nil
        } catch {
            return error
        }
    }

    @Test func exampleOfTheRFC() throws {
        let request = Request()
            .with("Origin", "http://example.com")
            .with("Sec-WebSocket-Protocol", "chat, superchat")
        let server = ServerHandshake(subprotocols: ["chat"], origins: .any)
        let agreement = try answer(request, by: server)
        #expect(
            text(agreement.response) == """
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                Sec-WebSocket-Protocol: chat\r
                \r\n
                """
        )
        #expect(agreement.subprotocol == "chat" && agreement.compression == nil)
    }

    @Test(
        arguments: [
            ("Upgrade", "WebSocket"), ("Upgrade", "WEBSOCKET"), ("Upgrade", "h2c, websocket"),
            ("Upgrade", ",\twebsocket ,"), ("Connection", "upgrade"), ("Connection", "keep-alive, Upgrade"),
            ("Connection", "keep-alive,upgrade,foo"), ("Connection", " ,, UPGRADE\t,"), ("Content-Length", "0"),
            ("Sec-WebSocket-Protocol", ""), ("Sec-WebSocket-Extensions", ""),
        ]
    )
    func oddSpellings(name: String, value: String) throws {
        _ = try answer(Request().with(name, value))
    }

    @Test func listsMayBeSpreadOverLines() throws {
        var request = Request().with("Connection", "keep-alive", "Upgrade").with("Upgrade", "h2c", "websocket")
        request = request.with("Sec-WebSocket-Protocol", "a", "b, c").with("Sec-WebSocket-Extensions", "x", "y")
        #expect(try answer(request, by: ServerHandshake(subprotocols: ["c"])).subprotocol == "c")
        var spelled = Request()
        spelled.fields = spelled.fields.map { ($0.uppercased(), $1) }
        _ = try answer(spelled)
        spelled.fields = spelled.fields.map { ($0.lowercased(), $1) }
        _ = try answer(spelled)
    }

    @Test func badRequests() {
        let good = Request()
        let table: [(Request, Int, String)] = [
            (good.with(line: "POST /chat HTTP/1.1"), 405, "GET"),
            (good.with(line: "get /chat HTTP/1.1"), 405, "GET"),
            (good.with(line: "GET /chat HTTP/1.0"), 400, "HTTP/1.1"),
            (good.with("Host"), 400, "Host"),
            (good.with("Host", "a", "b"), 400, "Host"),
            (good.with("Upgrade"), 400, "Upgrade"),
            (good.with("Upgrade", "websockets"), 400, "Upgrade"),
            (good.with("Upgrade", "web socket"), 400, "Upgrade"),
            (good.with("Connection"), 400, "Connection"),
            (good.with("Connection", "close"), 400, "Connection"),
            (good.with("Connection", "Upgraded"), 400, "Connection"),
            (good.with("Transfer-Encoding", "chunked"), 400, "body"),
            (good.with("Content-Length", "5"), 400, "body"),
            (good.with("Content-Length", "0", "5"), 400, "body"),
            (good.with("Sec-WebSocket-Version"), 426, "13"),
            (good.with("Sec-WebSocket-Version", "8"), 426, "13"),
            (good.with("Sec-WebSocket-Version", "14"), 426, "13"),
            (good.with("Sec-WebSocket-Version", "013"), 426, "13"),
            (good.with("Sec-WebSocket-Version", "13, 8"), 426, "13"),
            (good.with("Sec-WebSocket-Version", "13", "13"), 426, "13"),
            (good.with("Sec-WebSocket-Key"), 400, "Sec-WebSocket-Key"),
            (good.with("Sec-WebSocket-Key", "short"), 400, "Sec-WebSocket-Key"),
            (
                good.with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="), 400,
                "Sec-WebSocket-Key"
            ),
            (good.with("Sec-WebSocket-Protocol", "a b"), 400, "Sec-WebSocket-Protocol"),
            (good.with("Sec-WebSocket-Protocol", "\"a\""), 400, "Sec-WebSocket-Protocol"),
            (good.with("Sec-WebSocket-Extensions", "a;"), 400, "Sec-WebSocket-Extensions"),
            (good.with("Origin", "http://evil.example"), 403, "allow-origin"),
        ]
        for (request, status, word) in table {
            let refusal = refusal(request)
            #expect(refusal?.status == status, "\(request)")
            #expect(refusal?.reason.contains(word) == true, "\(refusal?.reason ?? "accepted")")
        }
    }

    @Test func refusalsAsAnswers() throws {
        let version = try #require(refusal(Request().with("Sec-WebSocket-Version", "8")))
        #expect(
            text(version.response) == """
                HTTP/1.1 426 Upgrade Required\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 57\r
                Connection: close, Upgrade\r
                \r
                This server speaks version 13 of the WebSocket protocol.\n
                """
        )
        let method = try #require(refusal(Request().with(line: "PUT / HTTP/1.1")))
        #expect(text(method.response).hasPrefix("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n"))
        #expect(text(method.response).contains("\r\nConnection: close\r\n"))
        let unknown = HandshakeRejection(status: 418, reason: "茶", fields: [("A\r\nB", "c\r\nD: e\n\n")])
        #expect(
            text(unknown.response) == """
                HTTP/1.1 418 Refused\r
                AB: cD: e\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 4\r
                Connection: close\r
                \r
                茶\n
                """
        )
        #expect(HandshakeRejection(.tooLarge).status == 431 && HandshakeRejection(.tooManyFields).status == 431)
        #expect(HandshakeRejection(.malformed).status == 400)
    }

    /// RFC 6455 §4.2.2: one that the client offered, in the server's order, or none.
    @Test func subprotocols() throws {
        let server = ServerHandshake(subprotocols: ["v2", "v1"])
        let table: [(String, String?)] = [
            ("v1, v2", "v2"), ("v1", "v1"), ("v3", nil), ("V1", nil), ("v1,v1", "v1"), (" ,v1,, ", "v1"), ("", nil),
        ]
        for (offer, chosen) in table {
            let agreement = try answer(Request().with("Sec-WebSocket-Protocol", offer), by: server)
            #expect(agreement.subprotocol == chosen)
            #expect(text(agreement.response).contains("Sec-WebSocket-Protocol") == (chosen != nil))
        }
        #expect(try answer(Request().with("Sec-WebSocket-Protocol", "v1")).subprotocol == nil)
        #expect(try answer(Request(), by: server).subprotocol == nil)
    }

    @Test func compression() throws {
        let request = Request().with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
        let agreed = try answer(request)
        #expect(agreed.compression?.serverNoContextTakeover == true)
        let line = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover"
        #expect(text(agreed.response).contains(line))
        let declined = try answer(request, by: ServerHandshake(compression: nil))
        #expect(declined.compression == nil && !text(declined.response).contains("Extensions"))
        let bad = try answer(
            Request().with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=99")
        )
        #expect(bad.compression == nil)
    }
}
