import Transport
import WebSocketCore

/// One person in the room. The name comes in the address: ws://127.0.0.1:<port>/Ada
final class Member: WebSocketHandler {
    private let name: String
    private let room: Audience

    init(_ request: UpgradeRequest, in room: Audience) {
        name = String(request.head.path.dropFirst())
        self.room = room
    }

    func opened(_ socket: WebSocket) {
        room.join(socket)
        say("\(name) joined")
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        guard kind == .text else { return socket.close(.unsupportedData, reason: "text only") }
        say("\(name): " + payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        say("\(name) left")
    }

    private func say(_ text: String) {
        room.publish(.text, Array(text.utf8))
    }
}

let loops = try LoopGroup(count: 2)
let room = Audience(loops)
let configuration = ListenerConfiguration(port: 0) { request throws(HandshakeRejection) in
    guard request.head.path.count > 1 else { throw HandshakeRejection(status: 400, reason: "Connect to /<your name>.") }
    return WebSocketRoute { Member($0, in: room) }
}
let listener = try await Listener.start(configuration, loops: loops)
print("ws://127.0.0.1:\(listener.port)/<your name> is a chat room until you press return.")
_ = readLine()
await listener.drain(over: .seconds(1))
