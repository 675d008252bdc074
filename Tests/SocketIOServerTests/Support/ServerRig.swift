import NIOCore
import SocketIOServer
import Transport
import WebSocketCore

/// A Socket.IO server on a free port with loops of its own.
final class ServerRig: Sendable {
    let io: SocketIOServer
    let port: Int
    private let loops: LoopGroup
    private let listener: Listener

    private init(loops count: Int, _ configuration: SocketIOConfiguration) async throws {
        loops = try LoopGroup(count: count)
        let io = SocketIOServer(loops: loops, configuration: configuration)
        self.io = io
        listener = try await Listener.start(
            ListenerConfiguration(
                port: 0,
                responder: ListenerConfiguration.responder { await io.respond(to: $0, on: $1) },
                upgrade: { request throws(HandshakeRejection) in try io.route(request) }
            ),
            loops: loops
        )
        port = listener.port
    }

    /// Runs `body` with a server, which is stopped behind it.
    static func use(
        loops: Int = 2,
        _ configuration: SocketIOConfiguration = .init(),
        _ body: (ServerRig) async throws -> Void
    ) async throws {
        let rig = try await ServerRig(loops: loops, configuration)
        do {
            try await body(rig)
        } catch {
            await rig.stop()
            throw error
        }
        await rig.stop()
    }

    private func stop() async {
        io.close()
        await listener.stopAccepting()
        loops.stop()
    }

    /// Comes back when all that was handed to the loops before is done.
    func settle() async {
        for loop in loops.loops { await loop.run {} }
    }

    /// A client on a WebSocket whose session has opened.
    func open(_ query: String = "") async throws -> TestClient {
        let client = try await dial(query)
        _ = await client.next()
        return client
    }

    /// Takes the session of a client to a WebSocket.
    func upgrade(_ polling: PollingClient) async throws -> TestClient {
        let client = try await dial("&sid=\(polling.sid)")
        client.socket.send("2probe")
        _ = await client.next()
        client.socket.send("5")
        // Answered on the WebSocket, so that it is the transport now.
        client.send("0/no such namespace,")
        _ = await client.next()
        return client
    }

    private func dial(_ query: String) async throws -> TestClient {
        let inbox = Mailbox<Frame>()
        let url = try WebSocketURL("ws://127.0.0.1:\(port)/socket.io/?EIO=4&transport=websocket\(query)")
        var configuration = WebSocketClient.Configuration()
        configuration.options.maxBacklog = 64 << 20
        let socket = try await WebSocketClient(configuration, loops: loops).connect(url) { FrameReader(inbox) }
        return TestClient(socket: socket, inbox: inbox)
    }

    /// A client that is connected to a namespace.
    func connect(_ namespace: String = "/", auth: String = "", query: String = "") async throws -> TestClient {
        let client = try await open(query)
        _ = await client.connect(namespace, auth: auth)
        return client
    }
}
