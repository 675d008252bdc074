import Testing
import Transport
import WebSocketCore

/// The code of docs/websocket.md that serves, run as written there; Tests/Clients/test_documents.py compares.
@Suite("The guide: serving")
struct GuideServingTests {
    @Test("async code answers, and ends the conversation")
    func asyncCode() async throws {
        let route = WebSocketRoute { socket in
            for await message in socket.messages {
                switch message {
                case .text("bye"): return
                case .text(let text): socket.send(.text(text.uppercased()))
                case .binary: socket.socket.close(.unsupportedData, reason: "text only")
                }
            }
        }
        try await TestRig { _ in ListenerConfiguration(port: 0) { _ in route } }.use { rig in
            let (socket, recorder) = try await rig.connect()
            socket.send("hello")
            #expect(await recorder.first(2).last == .text("HELLO"))
            socket.send("bye")
            #expect(await recorder.ending() == .byPeer(.normal, reason: ""))
        }
    }

    @Test("a route refuses, or agrees on a subprotocol")
    func routes() async throws {
        try await TestRig { _ in ListenerConfiguration(port: 0, upgrade: prices) }.use { rig in
            var configuration = WebSocketClient.Configuration()
            #expect(await status(rig, "/", configuration) == 404)
            #expect(await status(rig, "/prices", configuration) == 401)
            configuration.fields = [("Authorization", "Bearer swordfish"), ("Origin", "https://elsewhere.example")]
            #expect(await status(rig, "/prices", configuration) == 403)
            configuration.fields = [("Authorization", "Bearer swordfish"), ("Origin", "https://shop.example")]
            configuration.subprotocols = ["prices.v1"]
            let (socket, _) = try await rig.connect("/prices", configuration: configuration)
            #expect(socket.subprotocol == "prices.v1")
        }
    }

    @Test("each limit has its place")
    func limits() async throws {
        let options = WebSocketOptions(
            limits: Limits(maxMessageSize: 2 << 20, maxFrameSize: 512 << 10),
            timing: .init(pingInterval: .seconds(10), pingTimeout: .seconds(5), closeTimeout: .seconds(2)),
            maxBacklog: 4 << 20
        )
        let configuration = ListenerConfiguration(
            port: 0,
            headLimits: .init(maxSize: 8 << 10, maxFields: 50),
            handshakeTimeout: .seconds(5)
        ) { _ in
            WebSocketRoute(options: options) { _ in Echo() }
        }
        try await TestRig { _ in configuration }.use { rig in
            var settings = WebSocketClient.Configuration()
            settings.options.maxBacklog = 4 << 20
            let (socket, recorder) = try await rig.connect(configuration: settings)
            socket.send(.binary, [UInt8](repeating: 7, count: 1 << 20), compress: false)
            #expect(await recorder.ending().code == .messageTooBig)
        }
    }

    @Test("compression is agreed and used from the threshold on")
    func compression() async throws {
        let settings = CompressionSettings(threshold: 256, peerContextTakeover: true)
        let route = WebSocketRoute(
            handshake: ServerHandshake(compression: settings),
            options: WebSocketOptions(compression: settings)
        ) { _ in Echo() }
        try await TestRig { _ in ListenerConfiguration(port: 0) { _ in route } }.use { rig in
            let (socket, recorder) = try await rig.connect()
            let text = String(repeating: "again and ", count: 100)
            socket.send(text)
            #expect(await recorder.first(2).last == .text(text))
        }
    }

    /// The status of the server's answer.
    private func status(_ rig: TestRig, _ path: String, _ configuration: WebSocketClient.Configuration) async -> Int? {
        do {
            _ = try await rig.connect(path, configuration: configuration)
            return 101
        } catch WebSocketClient.ConnectError.handshake(.status(let status)) {
            return status
        } catch {
            return nil
        }
    }
}

private func prices(_ request: UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute {
    guard request.head.path == "/prices" else {
        throw HandshakeRejection(status: 404, reason: "There is only /prices.")
    }
    guard request.head.fields["authorization"] == ["Bearer swordfish"] else {
        throw HandshakeRejection(status: 401, reason: "Sign in first.")
    }
    let handshake = ServerHandshake(
        subprotocols: ["prices.v2", "prices.v1"],
        origins: .list(["https://shop.example"])
    )
    return WebSocketRoute(handshake: handshake) { _ in Echo() }
}

/// Sends each message back.
private final class Echo: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.send(kind, payload) }
}
