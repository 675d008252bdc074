import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing
import Transport
import WebSocketCore

@Suite("One port")
struct PortTests {
    /// A port with HTTP and an echo.
    private func rig() async throws -> TestRig {
        try await TestRig { _ in
            ListenerConfiguration(
                port: 0,
                responder: { request, writer, _ in
                    let body = try await request.body.collect(upTo: 1024)
                    let text = "\(request.method.rawValue) \(request.uri.path) \(String(buffer: body))"
                    let response = Response(
                        status: .ok,
                        headers: [.contentLength: "\(text.utf8.count)"],
                        body: .init(byteBuffer: .init(string: text))
                    )
                    var writer = try await writer.writeHead(response.head)
                    try await writer.write(.init(string: text))
                    try await writer.finish(nil)
                },
                upgrade: { request throws(HandshakeRejection) in
                    guard request.head.path == "/echo" else {
                        throw HandshakeRejection(status: 404, reason: "No WebSocket here.")
                    }
                    return WebSocketRoute { _ in EchoHandler() }
                }
            )
        }
    }

    @Test("HTTP requests are answered, several on one connection")
    func http() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            try await raw.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await raw.readText(until: "GET /a ").contains(" 200 "))
            try await raw.send("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
            #expect(await raw.readText(until: "POST /b body").contains("POST /b body"))
            raw.close()
        }
    }

    @Test("a later request may ask for a WebSocket, with a frame glued to it")
    func lateUpgrade() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            try await raw.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await raw.readText(until: "GET /a ").contains(" 200 "))
            _ = try await raw.upgrade("/echo", glued: [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69])
            let bytes = await raw.read { $0.suffix(4) == [0x81, 0x02, 0x68, 0x69] }
            #expect(bytes.suffix(4) == [0x81, 0x02, 0x68, 0x69])
            raw.close()
        }
    }

    @Test("a pipelined request for a WebSocket waits for the answers before it")
    func pipelinedUpgrade() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            try await raw.send(
                "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\n\r\n"
            )
            let text = await raw.readText(until: "101 Switching Protocols")
            #expect(text.contains("GET /a "))
            #expect(text.contains("HTTP/1.1 101 Switching Protocols"))
            raw.close()
        }
    }

    @Test("an offer of another protocol is passed over, and the connection goes on")
    func otherUpgrade() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            for path in ["/a", "/b"] {
                try await raw.send(
                    "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
                )
                #expect(await raw.readText(until: "GET \(path) ").contains("GET \(path) "))
            }
            _ = try await raw.upgrade("/echo", glued: [0x81, 0x81, 0, 0, 0, 0, 0x21])
            #expect(await raw.read { $0.suffix(3) == [0x81, 0x01, 0x21] }.suffix(3) == [0x81, 0x01, 0x21])
            raw.close()
        }
    }

    @Test("a refusal says why and closes")
    func refusal() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            let answer = try await raw.upgrade("/nowhere")
            #expect(answer.hasPrefix("HTTP/1.1 404 "))
            #expect(String(decoding: await raw.readToEnd(), as: UTF8.self).hasSuffix("No WebSocket here.\n"))
        }
    }

    @Test("a head without end is refused at its limit")
    func endlessHead() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            try await raw.send("GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 20_000))
            #expect(String(decoding: await raw.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test("a connection that says nothing is closed")
    func silence() async throws {
        try await TestRig { _ in
            ListenerConfiguration(port: 0, handshakeTimeout: .milliseconds(50)) { _ in
                WebSocketRoute { _ in EchoHandler() }
            }
        }.use { rig in
            let raw = try await rig.raw()
            // It may be closed already.
            try? await raw.send("GET / HT")
            #expect(await raw.readToEnd().isEmpty)
        }
    }

    @Test("bytes that drip in one by one are as good as any")
    func drip() async throws {
        try await rig().use { rig in
            let raw = try await rig.raw()
            let request =
                "GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            for byte in Array(request.utf8) + [0x81, 0x82, 1, 2, 3, 4, 0x69, 0x6B] { try await raw.send([byte]) }
            #expect(await raw.read { $0.suffix(4) == [0x81, 0x02, 0x68, 0x69] }.suffix(2) == [0x68, 0x69])
            raw.close()
        }
    }

    @Test(
        "addresses of WebSockets are read and refused",
        arguments: [
            ("ws://a", "a", 80, "/"), ("wss://a.b/x?y=1", "a.b", 443, "/x?y=1"), ("http://[::1]:99/", "::1", 99, "/"),
            ("ws://h:1?q", "h", 1, "/?q"),
        ]
    )
    func urls(_ text: String, _ host: String, _ port: Int, _ target: String) throws {
        let url = try WebSocketURL(text)
        #expect(url.host == host && url.port == port && url.target == target)
    }

    @Test(
        "what is no address of a WebSocket",
        arguments: ["", "a", "ftp://a", "ws://", "ws://a:0", "ws://a:x", "ws://a/#f", "ws://a/ b"]
    )
    func badURLs(_ text: String) {
        #expect(throws: WebSocketURL.ParseError.self) { try WebSocketURL(text) }
    }
}
