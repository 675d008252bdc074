import Testing
import Transport
import TransportTLS
import WebSocketCore

/// The code of docs/websocket.md about TLS, run as written there; Tests/Clients/test_documents.py compares.
@Suite("The guide: TLS", .enabled(if: Certificates.canBeMade, "needs the command openssl"))
struct GuideTLSTests {
    @Test("a server with a certificate that is watched, and a client that trusts it")
    func secure() async throws {
        let files = try Certificates()
        try files.install("one")
        let (certificatePath, keyPath) = (files.certificate("installed"), files.key("installed"))
        let loops = try LoopGroup(count: 1)

        let tls = try ServerTLS(certificate: certificatePath, key: keyPath)
        let secure = ListenerConfiguration(port: 0, prepareChannel: tls.prepare) { _ in
            WebSocketRoute { _ in Echo() }
        }
        let listener = try await Listener.start(secure, loops: loops)
        let watch = Task { await tls.watch() }

        let recorder = Recorder()
        let makeHandler: @Sendable () -> any WebSocketHandler = { recorder.handler() }

        var configuration = WebSocketClient.Configuration()
        configuration.prepareSecureChannel = try ClientTLS(trust: .file(certificatePath)).prepare
        let client = WebSocketClient(configuration, loops: loops)
        let url = try WebSocketURL("wss://localhost:\(listener.port)/")
        let socket = try await client.connect(url, makeHandler: makeHandler)

        socket.send("hello")
        #expect(await recorder.first(2) == [.opened, .text("hello")])
        watch.cancel()
        await listener.drain(over: .zero)
        loops.stop()
    }
}

/// Sends each message back.
private final class Echo: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.send(kind, payload) }
}
