/// Whom a broadcast is for, and how it is sent.
public struct BroadcastOptions: Hashable, Sendable {
    /// The rooms whose members get it, each member once; empty for the whole namespace. A socket's id is a room.
    public var rooms: Set<String>
    /// The rooms whose members don't get it.
    public var except: Set<String>
    /// How it is sent.
    public var flags: BroadcastFlags

    /// Options; the defaults are everyone.
    public init(rooms: Set<String> = [], except: Set<String> = [], flags: BroadcastFlags = BroadcastFlags()) {
        self.rooms = rooms
        self.except = except
        self.flags = flags
    }

    /// Whether a socket with this id in these rooms is meant.
    func include(_ id: String, in joined: Set<String>) -> Bool {
        let isChosen = rooms.isEmpty || rooms.contains(id) || !rooms.isDisjoint(with: joined)
        return isChosen && !except.contains(id) && except.isDisjoint(with: joined)
    }
}

/// How an event is sent.
public struct BroadcastFlags: Hashable, Sendable {
    /// Whether the event may be dropped for a client that can't take it now. Default false.
    public var isVolatile = false
    /// Whether it may be compressed where that is agreed. Default true.
    public var compress = true
    /// Whether it stays on this server. Default false.
    public var isLocal = false
    /// How long acknowledgements are awaited; nil for the default.
    public var timeout: Duration?

    /// The defaults.
    public init() {}
}
