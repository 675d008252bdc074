public import SocketIOCore
import Synchronization
import Transport

/// The adapter of a server that is alone. Members are kept apart by loop; a broadcast is encoded once, crosses to
/// each loop once, and goes to each member there as the same bytes.
public final class InMemoryAdapter: Adapter {
    private let context: AdapterContext
    private let shards: [Shard]

    /// An adapter without members.
    public init(_ context: AdapterContext) {
        self.context = context
        shards = context.loops.loops.map { Shard($0, usesCompression: context.usesCompression) }
    }

    // MARK: Members

    /// A socket joins rooms.
    public func add(_ socket: Socket, to rooms: Set<String>) { shards[socket.loop.index].add(socket, to: rooms) }

    /// A socket leaves a room.
    public func remove(_ socket: Socket, from room: String) { shards[socket.loop.index].remove(socket, from: room) }

    /// A socket leaves the namespace, and so all its rooms.
    public func removeAll(_ socket: Socket) { shards[socket.loop.index].removeAll(socket) }

    // MARK: Broadcasts

    /// Sends an event to those who are chosen; through the log, if there is one.
    public func broadcast(_ event: OutgoingEvent, _ options: BroadcastOptions) {
        guard let recovery = context.recovery, !options.flags.isVolatile else {
            let delivery = Delivery(event, options, namespace: context.namespace)
            return onEachShard { $0.deliver(delivery) }
        }
        recovery.append(event, options) { [context, shards] logged in
            let delivery = Delivery(event, options, namespace: context.namespace, logged: logged)
            for shard in shards where shard.loop.isCurrent || shard.isInUse { shard.enqueue(delivery) }
        }
        // What the caller sends next must not come before it.
        shards.first { $0.loop.isCurrent }?.drain()
    }

    /// Sends an event to those who are chosen and asks for acknowledgements.
    public func broadcastWithAck(
        _ event: OutgoingEvent,
        _ options: BroadcastOptions,
        timeout: Duration,
        asked: @escaping @Sendable (Int) -> Void,
        answered: @escaping @Sendable ([Value]) -> Void
    ) {
        let id = Asks.nextID()
        let delivery = Delivery(event, options, namespace: context.namespace, id: id)
        let sum = AskedSum(of: shards.count, asked)
        for shard in shards {
            let asks = context.loopStates[shard.loop.index].asks
            let ask = { @Sendable in
                let sockets = shard.sockets(options)
                asks.add(id, awaiting: sockets, answered)
                shard.deliver(delivery)
                shard.loop.schedule(after: timeout) { asks.remove(id) }
                sum.add(sockets.count)
            }
            if shard.loop.isCurrent { ask() } else { shard.loop.execute(ask) }
        }
    }

    /// Calls `body` on the loop of each shard that has members; on the caller's own at once.
    private func onEachShard(_ body: @escaping @Sendable (Shard) -> Void) {
        for shard in shards where shard.isInUse && !shard.loop.isCurrent { shard.loop.execute { body(shard) } }
        for shard in shards where shard.loop.isCurrent { body(shard) }
    }

    // MARK: Choices

    /// The ids of the sockets in any of these rooms; of all if there are no rooms.
    public func sockets(in rooms: Set<String>) async -> Set<String> {
        let options = BroadcastOptions(rooms: rooms)
        return await gather { Set($0.sockets(options).map(\.id)) }.reduce(into: []) { $0.formUnion($1) }
    }

    /// The rooms that a socket is in; nil if there is no such socket.
    public func rooms(of id: String) async -> Set<String>? {
        await gather { $0[id]?.rooms }.lazy.compactMap(\.self).first
    }

    /// Describes those who are chosen.
    public func fetchSockets(_ options: BroadcastOptions) async -> [SocketDescription] {
        await gather { $0.sockets(options).map(\.description) }.flatMap(\.self)
    }

    private func gather<Result: Sendable>(_ body: @escaping @Sendable (Shard) -> Result) async -> [Result] {
        var results: [Result] = []
        for shard in shards { results.append(await shard.loop.run { body(shard) }) }
        return results
    }

    /// Lets those who are chosen join rooms.
    public func addSockets(_ options: BroadcastOptions, to rooms: Set<String>) {
        onEachShard { shard in for socket in shard.sockets(options) { socket.join(rooms) } }
    }

    /// Lets those who are chosen leave rooms.
    public func removeSockets(_ options: BroadcastOptions, from rooms: Set<String>) {
        onEachShard { shard in
            for socket in shard.sockets(options) { for room in rooms { socket.leave(room) } }
        }
    }

    /// Disconnects those who are chosen.
    public func disconnectSockets(_ options: BroadcastOptions, closingSession: Bool) {
        onEachShard { shard in
            for socket in shard.sockets(options) { socket.disconnect(closingSession: closingSession) }
        }
    }

    // MARK: Other servers

    /// Does nothing: there are no other servers.
    public func serverSideEmit(_ event: OutgoingEvent) {}

    /// No answers: there are no other servers.
    public func serverSideEmitWithAck(_ event: OutgoingEvent) async throws -> [[Value]] { [] }

    /// One.
    public func serverCount() async -> Int { 1 }

    // MARK: Recovery

    /// Keeps the state of a socket that may come back.
    public func persist(_ session: SavedSession) { context.recovery?.save(session) }

    /// Takes out the state of the socket that a client wants back.
    public func session(_ pid: String) async -> SavedSession? { await context.recovery?.take(pid) }

    /// What a socket that comes back has missed.
    public func missed(after offset: String, by session: SavedSession) async -> MissedEvents? {
        await context.recovery?.missed(after: offset, by: session)
    }
}

extension Shard {
    /// Whether there are members. From any thread.
    fileprivate var isInUse: Bool { count.load(ordering: .relaxed) > 0 }
}

/// Adds up how many sockets have been asked on each loop.
private final class AskedSum: Sendable {
    private let state: Mutex<(shards: Int, sockets: Int)>
    private let done: @Sendable (Int) -> Void

    init(of shards: Int, _ done: @escaping @Sendable (Int) -> Void) {
        state = Mutex((shards, 0))
        self.done = done
    }

    func add(_ count: Int) {
        let total = state.withLock { state -> Int? in
            state.shards -= 1
            state.sockets += count
            return state.shards == 0 ? state.sockets : nil
        }
        if let total { done(total) }
    }
}
