public import SocketIOCore

/// What a server keeps of a socket whose connection was lost.
public struct SavedSession: Hashable, Sendable {
    /// The id by which the client asks for it.
    public let pid: String
    /// The socket's id.
    public let sid: String
    /// The rooms that it was in, that of its id aside.
    public let rooms: Set<String>
    /// What the application kept with it.
    public let data: Object

    /// A session of these parts.
    public init(pid: String, sid: String, rooms: Set<String>, data: Object) {
        self.pid = pid
        self.sid = sid
        self.rooms = rooms
        self.data = data
    }
}

/// An event in the log, with its place there.
public struct LoggedEvent: Sendable {
    /// Its place: greater than that of every event before it.
    public let sequence: UInt64
    /// What the client names as the last that it has seen.
    public let offset: String
    /// The event.
    public let event: OutgoingEvent
    /// Whom it was for.
    public let options: BroadcastOptions

    /// An event in its place.
    public init(sequence: UInt64, offset: String, event: OutgoingEvent, options: BroadcastOptions) {
        self.sequence = sequence
        self.offset = offset
        self.event = event
        self.options = options
    }

    /// Whether a socket would have got it.
    public func concerns(_ session: SavedSession) -> Bool { options.include(session.sid, in: session.rooms) }
}

/// What a socket has missed.
public struct MissedEvents: Sendable {
    /// The events, in order.
    public let events: [LoggedEvent]
    /// The place in the log up to which these are all; what comes later is delivered to the socket in any case.
    public let through: UInt64

    /// These events.
    public init(_ events: [LoggedEvent], through: UInt64) {
        self.events = events
        self.through = through
    }
}

/// Keeps what has to be sent again to sockets that come back, for one namespace. It has its bounds; what is beyond
/// them is forgotten, and the sockets that would need it start anew.
public protocol RecoveryStore: AnyObject, Sendable {
    /// Puts an event into the log.
    ///
    /// - Parameter deliver: called once, when the event is safe in its place; for one event after another in the
    ///   order of their places, on any thread. Must be quick.
    func append(
        _ event: OutgoingEvent,
        _ options: BroadcastOptions,
        deliver: @escaping @Sendable (LoggedEvent) -> Void
    )
    /// Keeps the state of a socket.
    func save(_ session: SavedSession)
    /// Takes a state out; nil if there is none, or it is too old.
    func take(_ pid: String) async -> SavedSession?
    /// The events behind an offset that concern a session; nil if the offset is no longer known.
    func missed(after offset: String, by session: SavedSession) async -> MissedEvents?
}
