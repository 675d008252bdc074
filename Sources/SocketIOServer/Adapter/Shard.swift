import Synchronization
import Transport

/// The sockets of a namespace on one loop, and their rooms; touched on that loop only, but for the count and what
/// is pending.
final class Shard: @unchecked Sendable {
    let loop: Loop
    let count = Atomic<Int>(0)
    private let everyone = Room(name: nil)
    private var rooms: [String: Room] = [:]
    private var sockets: [String: Socket] = [:]
    private var lastMark: UInt64 = 0
    private var chosen: [WebSocket] = []
    private let pending = Mutex<[Delivery]>([])
    private var isDraining = false
    /// Whether frames may have to be compressed for each socket.
    private let usesCompression: Bool

    init(_ loop: Loop, usesCompression: Bool) {
        self.loop = loop
        self.usesCompression = usesCompression
    }

    // MARK: Members

    var ids: Set<String> { Set(sockets.keys) }

    subscript(id: String) -> Socket? { sockets[id] }

    func add(_ socket: Socket, to names: Set<String>) {
        if sockets.updateValue(socket, forKey: socket.id) == nil {
            everyone.add(socket)
            count.store(everyone.count, ordering: .relaxed)
        }
        for name in names {
            let room = rooms[name] ?? Room(name: name)
            rooms[name] = room
            if !socket.places.contains(where: { $0.room === room }) { room.add(socket) }
        }
    }

    func remove(_ socket: Socket, from name: String) {
        guard let room = rooms[name], let place = socket.places.firstIndex(where: { $0.room === room }) else { return }
        room.remove(socket, at: place)
        if room.isEmpty { rooms[name] = nil }
    }

    func removeAll(_ socket: Socket) {
        guard sockets[socket.id] === socket else { return }
        sockets[socket.id] = nil
        for place in socket.places.indices.reversed() {
            let room = socket.places[place].room
            room.remove(socket, at: place)
            if room.isEmpty, let name = room.name { rooms[name] = nil }
        }
        count.store(everyone.count, ordering: .relaxed)
    }

    // MARK: Choosing

    /// Those who are chosen, each once.
    func sockets(_ options: BroadcastOptions) -> [Socket] {
        var result: [Socket] = []
        choose(options) { result.append($0) }
        return result
    }

    /// Calls `body`, which must not change who is where, with each of those who are chosen.
    private func choose(_ options: BroadcastOptions, _ body: (Socket) -> Void) {
        lastMark += 1
        let mark = lastMark
        for name in options.except { forEach(in: name) { $0.mark = mark } }
        let pick = { (socket: Socket) in
            guard socket.mark != mark else { return }
            socket.mark = mark
            body(socket)
        }
        if options.rooms.isEmpty { everyone.forEach(pick) }
        for name in options.rooms { forEach(in: name, pick) }
    }

    private func forEach(in name: String, _ body: (Socket) -> Void) {
        if let socket = sockets[name] { body(socket) }
        rooms[name]?.forEach(body)
    }

    // MARK: Broadcasts

    /// Takes a broadcast whose order among others matters. From any thread; all calls must come one after another.
    func enqueue(_ delivery: Delivery) {
        let isFirst = pending.withLock { pending in
            pending.append(delivery)
            return pending.count == 1
        }
        if isFirst { loop.execute { self.drain() } }
    }

    /// Delivers what is pending, in order.
    func drain() {
        guard !isDraining else { return }
        isDraining = true
        while true {
            let deliveries = pending.withLock { pending in
                defer { pending = [] }
                return pending
            }
            guard !deliveries.isEmpty else { break }
            for delivery in deliveries { deliver(delivery) }
        }
        isDraining = false
    }

    /// Gives a broadcast to those who are chosen.
    func deliver(_ delivery: Delivery) {
        let options = delivery.options
        let isPlain = !options.flags.isVolatile && !(usesCompression && options.flags.compress)
        if isPlain, options.except.isEmpty, let room = onlyRoom(options.rooms) {
            WebSocket.sendShared(delivery.messages, to: room.webSockets)
            for socket in room.others { socket.deliver(delivery) }
            return
        }
        var others: [Socket] = []
        choose(options) { socket in
            if isPlain, let webSocket = socket.sharedWebSocket {
                chosen.append(webSocket)
            } else {
                others.append(socket)
            }
        }
        WebSocket.sendShared(delivery.messages, to: chosen)
        chosen.removeAll(keepingCapacity: true)
        for socket in others { socket.deliver(delivery) }
    }

    /// The room that is chosen, if it is one room and no socket's id.
    private func onlyRoom(_ names: Set<String>) -> Room? {
        guard let name = names.first else { return everyone }
        guard names.count == 1, sockets[name] == nil else { return nil }
        return rooms[name]
    }
}
