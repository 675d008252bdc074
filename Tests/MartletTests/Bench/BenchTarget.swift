import Transport
import WebSocketCore

/// A server to put load on: `/echo`, `/room`, `/mute`, which says nothing, and `/bye`, which closes at the first
/// message.
final class BenchTarget: Sendable {
    let address: String
    private let loops: LoopGroup
    private let listener: Listener

    private init() async throws {
        loops = try LoopGroup(count: 2)
        let room = Audience(loops)
        let configuration = ListenerConfiguration(port: 0) { request throws(HandshakeRejection) in
            switch request.head.path {
            case "/echo": WebSocketRoute { _ in Echo() }
            case "/room": WebSocketRoute { _ in Member(room) }
            case "/mute": WebSocketRoute { _ in Mute() }
            case "/bye": WebSocketRoute { _ in Bye() }
            default: throw HandshakeRejection(status: 404, reason: "Nothing here.")
            }
        }
        listener = try await Listener.start(configuration, loops: loops)
        address = "ws://127.0.0.1:\(listener.port)"
    }

    /// Runs `body` with a server and stops it behind.
    static func use(_ body: (BenchTarget) async throws -> Void) async throws {
        let target = try await BenchTarget()
        do {
            try await body(target)
        } catch {
            await target.stop()
            throw error
        }
        await target.stop()
    }

    private func stop() async {
        await listener.stopAccepting()
        loops.stop()
    }
}

private final class Echo: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.send(kind, payload) }
}

private final class Member: WebSocketHandler {
    private let room: Audience

    init(_ room: Audience) { self.room = room }

    func opened(_ socket: WebSocket) { room.join(socket) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { room.publish(kind, payload) }
}

private final class Mute: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}

private final class Bye: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.close(.tryAgainLater) }
}
