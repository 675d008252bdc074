public import Transport
public import WebSocketCore

/// The chat rooms of the server, for the WebSockets on `/ws`.
public final class ChatService: Sendable {
    private let loops: LoopGroup
    private let handshake: ServerHandshake
    private let options: WebSocketOptions
    private let directories: [RoomDirectory]

    /// Rooms on these loops.
    public init(loops: LoopGroup, handshake: ServerHandshake = .init(), options: WebSocketOptions = .init()) {
        self.loops = loops
        self.handshake = handshake
        self.options = options
        directories = loops.loops.map { RoomDirectory(loop: $0, loops: loops) }
    }

    /// What `/ws` offers.
    public func route(_ request: UpgradeRequest) -> WebSocketRoute {
        WebSocketRoute(handshake: handshake, options: options) { _ in ChatConnection(self) }
    }

    /// The rooms that live where this channel does.
    func directory(of channel: String) -> RoomDirectory {
        // Not `hashValue`, which differs from run to run: a room's place should not.
        let hash = channel.utf8.reduce(into: UInt64(14_695_981_039_346_656_037)) { hash, byte in
            hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
        }
        return directories[Int(hash % UInt64(directories.count))]
    }
}

/// The rooms of one loop; touched on that loop only.
final class RoomDirectory: @unchecked Sendable {
    let loop: Loop
    private let loops: LoopGroup
    private var rooms: [String: ChatRoom] = [:]

    init(loop: Loop, loops: LoopGroup) {
        self.loop = loop
        self.loops = loops
    }

    func join(_ channel: String, _ member: ChatMember, _ socket: WebSocket, id: Int?) {
        let room = rooms[channel] ?? ChatRoom(channel: channel, loop: loop, loops: loops)
        rooms[channel] = room
        room.join(member, socket, id: id)
    }

    func publish(_ channel: String, _ text: ChatText, from memberID: String, _ socket: WebSocket, id: Int?) {
        guard let room = rooms[channel] else {
            let error = ChatError(code: "not_joined", message: "Join \(channel) before publishing to it.")
            return socket.send(.text, ChatOutput.failure(id, error))
        }
        room.publish(text, from: memberID, socket, id: id)
    }

    func leave(_ channel: String, _ memberID: String, _ socket: WebSocket, reason: String) {
        guard let room = rooms[channel] else { return }
        if room.leave(memberID, socket, reason: reason) { rooms[channel] = nil }
    }
}
