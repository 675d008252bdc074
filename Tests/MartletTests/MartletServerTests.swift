import Logging
import Testing
import Transport
import WebSocketCore

@testable import Martlet

@Suite("The server", .timeLimit(.minutes(1)))
struct MartletServerTests {
    private let loops: LoopGroup

    init() throws { loops = try LoopGroup(count: 1) }

    /// The refusal's status, or nil if the WebSocket was opened.
    private func refusal(_ rig: ServerRig, origin: String) async throws -> Int? {
        do {
            let (socket, ended) = try await rig.connect(loops, origin: origin)
            socket.close()
            for await _ in ended {}
            return nil
        } catch WebSocketClient.ConnectError.handshake(.status(let status)) {
            return status
        }
    }

    @Test("draining closes each WebSocket with 1001 and takes no more connections")
    func drain() async throws {
        try await ServerRig.use(["drain-time": ["50ms"]]) { rig in
            var endings: [AsyncStream<WebSocketEnding>] = []
            for _ in 0..<20 { endings.append(try await rig.connect(loops).1) }
            #expect(try await rig.ask("/metrics").body.contains("\nmartlet_websocket_connections 20\n"))
            await rig.server.drain()
            for stream in endings {
                for await ending in stream { #expect(ending.code == .goingAway) }
            }
            await #expect(throws: (any Error).self) { try await rig.ask("/healthz") }
        }
    }

    @Test("pages of this server may open WebSockets, others only if they are allowed")
    func origins() async throws {
        try await ServerRig.use(["allow-origin": ["https://Friend.example"]]) { rig in
            for origin in [rig.server.url, "https://friend.example"] {
                let refused = try await refusal(rig, origin: origin)
                #expect(refused == nil)
            }
            for origin in ["https://evil.example", "http://localhost:5173"] {
                let refused = try await refusal(rig, origin: origin)
                #expect(refused == 403)
            }
        }
    }

    @Test("in development pages of any port of this machine may, but of no other machine")
    func development() async throws {
        try await ServerRig.use(["development": ["true"]]) { rig in
            for origin in ["http://localhost:5173", "http://127.0.0.1:1", "https://[::1]:3000", "http://localhost"] {
                let refused = try await refusal(rig, origin: origin)
                #expect(refused == nil)
                let answer = try await rig.ask("/healthz", ["Origin": origin])
                #expect(answer["access-control-allow-origin"] == origin)
            }
            for origin in ["http://localhost.evil.example", "http://evil.example:5173", "null", "http://127.0.0.1.a"] {
                let refused = try await refusal(rig, origin: origin)
                #expect(refused == 403)
            }
        }
    }

    @Test("another path has no WebSocket")
    func otherPath() async throws {
        try await ServerRig.use { rig in
            let answer = try await rig.ask(
                "/elsewhere",
                [
                    "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                ]
            )
            #expect(answer.status == 404)
            #expect(answer.body.contains("/ws"))
        }
    }

    @Test("compression is agreed to unless it is turned off", arguments: ["true", "false"])
    func compression(wanted: String) async throws {
        try await ServerRig.use(["compression": [wanted]]) { rig in
            let fields = [
                "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Extensions": "permessage-deflate",
            ]
            // A close frame ends the connection.
            let answer = try await rig.ask("/ws", fields, tail: [0x88, 0x80, 0, 0, 0, 0])
            #expect(answer.status == 101)
            #expect((answer["sec-websocket-extensions"] != nil) == (wanted == "true"))
        }
    }

    @Test("why it doesn't start is said, with what to do")
    func startErrors() async throws {
        let folder = try TemporaryFolder()
        func failure(_ flags: [String: [String]]) async throws -> String {
            let settings = try ServerRig.settings(flags, data: folder.path)
            do throws(StartError) {
                await (try await MartletServer.start(settings)).drain()
                return "started"
            } catch {
                return error.description
            }
        }
        try await ServerRig.use { rig in
            let port = rig.server.port
            let told = try await failure(["port": ["\(port)"]])
            #expect(told == "Port \(port) is taken on 127.0.0.1. Choose another with --port, or 0 for a free one.")
        }
        #expect(try await failure(["host": ["192.0.2.1"]]).contains("192.0.2.1 is no address of this machine"))
        // Too long for a name, which is known without asking anybody.
        let nobody = String(repeating: "x", count: 64)
        #expect(try await failure(["host": [nobody]]).contains("The host \(nobody) has no address"))
        let file = try folder.write("file", "")
        #expect(try await failure(["data": ["\(file)/data"]]).contains("--data"))
        let tls = ["tls-certificate": [file], "tls-key": [file]]
        #expect(
            try await failure(tls)
                == "TLS can't start: The file \(file) holds no certificate in PEM form. See the settings tls-certificate and tls-key."
        )
    }
}
