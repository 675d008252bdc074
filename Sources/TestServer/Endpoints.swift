import EngineIOServer
import HTTPTypes
import HummingbirdCore
import NIOCore
import SocketIOServer
import Transport
import WebSocketCore

/// The paths of the server.
struct Endpoints: Sendable {
    private let room: Audience
    private let engine: EngineIOServer
    private let socketServers: [SocketIOServer]

    init(_ loops: LoopGroup) {
        room = Audience(loops)
        engine = EngineEcho.server(loops)
        socketServers = [SocketIOEndpoints.conformance(loops), SocketIOEndpoints.bench(loops)]
    }

    /// Answers what doesn't ask for a WebSocket.
    func respond(to request: Request, on channel: any Channel) async -> Response {
        if request.uri.path.hasPrefix("/engine.io/") { return await engine.respond(to: request, on: channel) }
        if let server = socketServers.first(where: { $0.serves(request.uri.path) }) {
            return await server.respond(to: request, on: channel)
        }
        return Response(status: .notFound, headers: [.contentLength: "0"])
    }

    func route(_ request: UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute {
        switch request.head.path {
        case "/echo":
            let compression = CompressionSettings(threshold: 1)
            return WebSocketRoute(
                handshake: ServerHandshake(origins: .any, compression: compression),
                options: WebSocketOptions(
                    limits: Limits(maxMessageSize: 16 << 20),
                    maxBacklog: 64 << 20,
                    compression: compression
                )
            ) { _ in Echo() }
        case "/room":
            let room = room
            return WebSocketRoute(
                handshake: ServerHandshake(origins: .any),
                options: WebSocketOptions(maxBacklog: 64 << 20)
            ) { _ in RoomMember(room) }
        case "/engine.io/":
            return try engine.route(request)
        case let path:
            if let server = socketServers.first(where: { $0.serves(path) }) { return try server.route(request) }
            let reason = "There is /echo, /room, /engine.io/, /socket.io/ and /bench.io/."
            throw HandshakeRejection(status: 404, reason: reason)
        }
    }
}

/// Sends each message back.
final class Echo: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        socket.send(kind, payload)
    }
}

/// Sends each message to everyone in the room.
final class RoomMember: WebSocketHandler {
    private let room: Audience

    init(_ room: Audience) {
        self.room = room
    }

    func opened(_ socket: WebSocket) {
        room.join(socket)
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        room.publish(kind, payload)
    }
}
