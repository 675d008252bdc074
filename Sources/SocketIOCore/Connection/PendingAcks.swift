public import EngineIOCore

/// The acknowledgements that one socket awaits: their ids, what to do with each, and until when.
public struct PendingAcks<Handler> {
    fileprivate struct Pending {
        let handler: Handler
        let deadline: Milliseconds?
    }

    private var pending: [UInt64: Pending] = [:]
    private var nextID: UInt64 = 0

    /// Makes an empty table.
    public init() {}

    /// How many acknowledgements are awaited.
    public var count: Int { pending.count }

    /// When ``expire(now:)`` is to be called at the latest; nil if nothing here has a time limit. It may be early, as
    /// what has been answered since is not looked for.
    public private(set) var nextDeadline: Milliseconds?

    /// Notes an acknowledgement to come, and returns the id for the event.
    public mutating func add(_ handler: Handler, deadline: Milliseconds? = nil) -> UInt64 {
        defer { nextID += 1 }
        if let deadline { nextDeadline = min(deadline, nextDeadline ?? deadline) }
        pending[nextID] = Pending(handler: handler, deadline: deadline)
        return nextID
    }

    /// Takes out what was noted under an id; nil if that is unknown, answered before, or expired.
    public mutating func take(_ id: UInt64) -> Handler? {
        pending.removeValue(forKey: id)?.handler
    }

    /// Takes out all whose time is over, oldest first.
    public mutating func expire(now: Milliseconds) -> [Handler] {
        let due = pending.filter { $0.value.deadline.map { now >= $0 } ?? false }.keys.sorted()
        let handlers = due.compactMap { take($0) }
        nextDeadline = pending.values.lazy.compactMap(\.deadline).min()
        return handlers
    }

    /// Takes out everything, oldest first: nothing more will come.
    public mutating func takeAll() -> [Handler] {
        nextDeadline = nil
        return pending.keys.sorted().compactMap { take($0) }
    }
}

extension PendingAcks: Sendable where Handler: Sendable {}
extension PendingAcks.Pending: Sendable where Handler: Sendable {}
