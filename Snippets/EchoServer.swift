import Transport
import WebSocketCore

final class Echo: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.send(kind, payload) }
}

let loops = try LoopGroup(count: 2)
let listener = try await Listener.start(.init(port: 0) { _ in WebSocketRoute { _ in Echo() } }, loops: loops)
print("ws://127.0.0.1:\(listener.port) echoes until you press return.")
_ = readLine()
