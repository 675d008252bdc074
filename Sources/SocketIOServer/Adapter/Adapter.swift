public import SocketIOCore
public import Transport

/// Knows who is in which room of one namespace, and brings events there: to the sockets of this server, and of
/// others if there are any.
///
/// The calls of ``add(_:to:)``, ``remove(_:from:)`` and ``removeAll(_:)`` come on the socket's loop; all others
/// come from any thread and must not block.
public protocol Adapter: AnyObject, Sendable {
    /// A socket joins rooms. The first call, perhaps with no room at all, makes it a member of the namespace and of
    /// the room of its id.
    func add(_ socket: Socket, to rooms: Set<String>)
    /// A socket leaves a room.
    func remove(_ socket: Socket, from room: String)
    /// A socket leaves the namespace, and so all its rooms.
    func removeAll(_ socket: Socket)

    /// Sends an event to those who are chosen. Events from one thread keep their order at each receiver.
    func broadcast(_ event: OutgoingEvent, _ options: BroadcastOptions)
    /// Sends an event to those who are chosen and asks for acknowledgements.
    ///
    /// - Parameters:
    ///   - timeout: after that, answers are no longer taken.
    ///   - asked: called once for each server with the number of its clients that have been asked.
    ///   - answered: called with each answer.
    func broadcastWithAck(
        _ event: OutgoingEvent,
        _ options: BroadcastOptions,
        timeout: Duration,
        asked: @escaping @Sendable (Int) -> Void,
        answered: @escaping @Sendable ([Value]) -> Void
    )

    /// The ids of the sockets in any of these rooms; of all if there are no rooms.
    func sockets(in rooms: Set<String>) async -> Set<String>
    /// The rooms that a socket of this server is in; nil if there is no such socket.
    func rooms(of id: String) async -> Set<String>?
    /// Describes those who are chosen.
    func fetchSockets(_ options: BroadcastOptions) async -> [SocketDescription]
    /// Lets those who are chosen join rooms.
    func addSockets(_ options: BroadcastOptions, to rooms: Set<String>)
    /// Lets those who are chosen leave rooms.
    func removeSockets(_ options: BroadcastOptions, from rooms: Set<String>)
    /// Disconnects those who are chosen.
    func disconnectSockets(_ options: BroadcastOptions, closingSession: Bool)

    /// Sends an event to the other servers.
    func serverSideEmit(_ event: OutgoingEvent)
    /// Sends an event to the other servers, and returns the answer of each.
    ///
    /// - Throws: ``AcknowledgementError/timeout`` if one doesn't answer in time.
    func serverSideEmitWithAck(_ event: OutgoingEvent) async throws -> [[Value]]
    /// How many servers there are, this one among them.
    func serverCount() async -> Int

    /// Keeps the state of a socket that may come back.
    func persist(_ session: SavedSession)
    /// Takes out the state of the socket that a client wants back; nil if there is none, or it is too old.
    func session(_ pid: String) async -> SavedSession?
    /// What a socket that comes back has missed; nil if that is no longer known.
    func missed(after offset: String, by session: SavedSession) async -> MissedEvents?
}

/// What an adapter is made of.
public struct AdapterContext: Sendable {
    /// The namespace's name with its slash.
    public let namespace: String
    /// Where sockets live.
    public let loops: LoopGroup
    /// The format of payloads.
    public let payloadFormat: PayloadFormat
    /// Keeps what may have to be sent again; nil if recovery is off.
    public let recovery: (any RecoveryStore)?
    /// Takes the events that other servers emit to this one.
    public let serverSide: ServerSideEvents
    let loopStates: [LoopState]
    let usesCompression: Bool
}
