import Transport

/// The members of a room on one loop, close together in memory.
///
/// Those who can be given a broadcast as shared bytes are kept apart from the others, with their WebSockets beside
/// them: a broadcast to the whole room then touches no socket.
final class Room {
    /// The room's name; nil for the room of everyone.
    let name: String?
    private(set) var shared: [Socket] = []
    private(set) var webSockets: [WebSocket] = []
    private(set) var others: [Socket] = []

    init(name: String?) { self.name = name }

    var count: Int { shared.count + others.count }
    var isEmpty: Bool { shared.isEmpty && others.isEmpty }

    func forEach(_ body: (Socket) -> Void) {
        for socket in shared { body(socket) }
        for socket in others { body(socket) }
    }

    func add(_ socket: Socket) {
        if let webSocket = socket.sharedWebSocket {
            socket.places.append(Place(room: self, index: shared.count))
            shared.append(socket)
            webSockets.append(webSocket)
        } else {
            socket.places.append(Place(room: self, index: others.count))
            others.append(socket)
        }
    }

    /// - Parameter place: which of the socket's places is the one in this room.
    func remove(_ socket: Socket, at place: Int) {
        let index = socket.places.remove(at: place).index
        if socket.sharedWebSocket != nil {
            webSockets.swapRemove(at: index)
            if let moved = shared.swapRemove(at: index) { moved.moved(in: self, to: index) }
        } else if let moved = others.swapRemove(at: index) {
            moved.moved(in: self, to: index)
        }
    }
}

/// A socket's place in a room.
struct Place {
    let room: Room
    var index: Int
}

extension Socket {
    func moved(in room: Room, to index: Int) {
        guard let place = places.firstIndex(where: { $0.room === room }) else { return }
        places[place].index = index
    }

    /// Changes the way by which broadcasts come to this socket.
    func setSharedWebSocket(_ webSocket: WebSocket?) {
        guard webSocket !== sharedWebSocket else { return }
        let rooms = places.map(\.room)
        for place in places.indices.reversed() { places[place].room.remove(self, at: place) }
        sharedWebSocket = webSocket
        for room in rooms { room.add(self) }
    }
}

extension Array {
    /// Removes an element by putting the last in its place.
    ///
    /// - Returns: the element that was moved, if one was.
    @discardableResult
    fileprivate mutating func swapRemove(at index: Int) -> Element? {
        let last = removeLast()
        guard index < count else { return nil }
        self[index] = last
        return last
    }
}
