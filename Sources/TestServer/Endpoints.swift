import EngineIOServer
import HTTPTypes
import HummingbirdCore
import NIOCore
import Transport
import WebSocketCore

/// The paths of the server.
struct Endpoints: Sendable {
    private let room: Audience
    private let engine: EngineIOServer

    init(_ loops: LoopGroup) {
        room = Audience(loops)
        engine = EngineEcho.server(loops)
    }

    /// Answers what doesn't ask for a WebSocket.
    func respond(to request: Request, on channel: any Channel) async -> Response {
        if request.uri.path.hasPrefix("/engine.io/") { return await engine.respond(to: request, on: channel) }
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
        default:
            throw HandshakeRejection(status: 404, reason: "There is /echo, /room and /engine.io/.")
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
