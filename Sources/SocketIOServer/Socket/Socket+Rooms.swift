import Synchronization
import Transport

extension Socket {
    /// The rooms that the socket is in, that of its id among them. From any thread; what was asked for on another
    /// thread than the socket's may not have happened yet.
    public var rooms: Set<String> { kept.withLock { $0.rooms }.union([id]) }

    /// Joins rooms. Beyond the limit of rooms nothing is joined, and ``onError(_:)`` is told.
    public func join(_ rooms: String...) { join(Set(rooms)) }

    /// Joins rooms, as ``join(_:)-…``.
    public func join(_ rooms: Set<String>) {
        guard loop.isCurrent else { return loop.execute { self.join(rooms) } }
        guard phase != .gone else { return }
        let limit = namespace.limits.maxRooms
        let joined = kept.withLock { kept -> Set<String>? in
            let new = rooms.subtracting(kept.rooms).subtracting([id])
            guard kept.rooms.count + new.count <= limit else { return nil }
            kept.rooms.formUnion(new)
            return new
        }
        guard let joined else { return report(SocketError.tooManyRooms(limit: limit)) }
        if phase != .joining, !joined.isEmpty { namespace.adapter.add(self, to: joined) }
    }

    /// Leaves a room; that of its id it can't leave.
    public func leave(_ room: String) {
        guard loop.isCurrent else { return loop.execute { self.leave(room) } }
        let wasThere = kept.withLock { $0.rooms.remove(room) } != nil
        if wasThere, phase == .restoring || phase == .connected { namespace.adapter.remove(self, from: room) }
    }

    /// What others may know of this socket.
    var description: SocketDescription {
        SocketDescription(id: id, handshake: handshake, rooms: rooms, data: data)
    }
}

extension Socket {
    private var others: BroadcastOperator { BroadcastOperator(namespace, BroadcastOptions(except: [id])) }

    /// All sockets of the namespace but this one.
    public var broadcast: BroadcastOperator { others }

    /// The members of these rooms, this socket aside.
    public func to(_ rooms: String...) -> BroadcastOperator { SocketEmitter(self).to(Set(rooms)) }

    /// The same as ``to(_:)``.
    public func `in`(_ rooms: String...) -> BroadcastOperator { SocketEmitter(self).to(Set(rooms)) }

    /// All sockets of the namespace but this one and the members of these rooms.
    public func except(_ rooms: String...) -> BroadcastOperator { SocketEmitter(self).except(Set(rooms)) }

    /// All sockets of the namespace on this server but this one.
    public var local: BroadcastOperator { others.local }

    /// This socket, for events that may be dropped if the client can't take them now.
    public var volatile: SocketEmitter { SocketEmitter(self).volatile }

    /// This socket, for events of which it is said whether they may be compressed where that is agreed.
    public func compress(_ compress: Bool) -> SocketEmitter { SocketEmitter(self).compress(compress) }

    /// This socket, for events whose acknowledgement is awaited for so long.
    public func timeout(_ timeout: Duration) -> SocketEmitter { SocketEmitter(self).timeout(timeout) }
}
