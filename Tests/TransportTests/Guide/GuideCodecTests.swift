import Testing
import WebSocketCore

/// The code of docs/websocket.md that uses the protocol without sockets, run as written there;
/// Tests/Clients/test_documents.py compares.
@Suite("The guide: the protocol alone")
struct GuideCodecTests {
    @Test("what a client's encoder writes, a server's decoder reads")
    func codec() throws {
        var heard: [String] = []

        var encoder = MessageEncoder(role: .client)
        var wire: [UInt8] = []
        Array("hello".utf8).withUnsafeBytes { encoder.encode(.text, $0, to: &wire) }
        encoder.close(.normal, reason: "done", to: &wire)

        var decoder = MessageDecoder(role: .server, limits: Limits(maxMessageSize: 64 << 10))
        try wire.withUnsafeMutableBytes { bytes in
            var rest = bytes
            while let event = try decoder.next(&rest) {
                switch event {
                case .message(_, let payload): heard.append(String(decoding: payload, as: UTF8.self))
                case .chunk(_, let payload, _): heard.append("\(payload.count) bytes")
                case .ping, .pong: heard.append("a heartbeat")
                case .close(let code, let reason): heard.append("\(code ?? .noStatus) \(reason)")
                }
            }
        }

        #expect(heard == ["hello", "1000 done"])
    }

    @Test("a handshake is answered without a socket")
    func handshake() throws {
        let request = """
            GET /chat HTTP/1.1\r
            Host: example.org\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r

            """
        let received = Array(request.utf8) + [0x88, 0x00]
        var (answer, rest): ([UInt8], [UInt8]) = ([], [])

        var reader = HeadReader()
        if let (head, size) = try received.withUnsafeBytes({ try reader.accept($0) }) {
            let agreement = try ServerHandshake(subprotocols: ["chat"]).answer(RequestHead(head))
            answer = agreement.response
            rest = Array(reader.bytes[size...])  // the first frames, if some came along
        }

        #expect(rest == [0x88, 0x00])
        #expect(String(decoding: answer, as: UTF8.self).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    }
}
