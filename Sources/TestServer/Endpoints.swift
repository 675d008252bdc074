import Transport
import WebSocketCore

/// The paths of the server.
struct Endpoints: Sendable {
    private let room: Audience

    init(_ loops: LoopGroup) {
        room = Audience(loops)
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
        default:
            throw HandshakeRejection(status: 404, reason: "There is /echo and /room.")
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
