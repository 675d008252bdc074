public import SocketIOCore

/// What servers tell each other of a socket.
public struct SocketDescription: Sendable {
    /// The socket's id.
    public let id: String
    /// What the client told when it connected.
    public let handshake: Handshake
    /// The rooms that it is in, its id among them.
    public let rooms: Set<String>
    /// What the application keeps with it.
    public let data: Object

    /// A description of these parts.
    public init(id: String, handshake: Handshake, rooms: Set<String>, data: Object) {
        self.id = id
        self.handshake = handshake
        self.rooms = rooms
        self.data = data
    }
}

/// A socket as it was when it was asked for, on this server or another.
public struct RemoteSocket: EventEmitter, Sendable {
    private let description: SocketDescription
    private let socket: BroadcastOperator

    init(_ description: SocketDescription, _ namespace: Namespace) {
        self.description = description
        socket = BroadcastOperator(namespace, BroadcastOptions(rooms: [description.id]))
    }

    /// The socket's id.
    public var id: String { description.id }
    /// What the client told when it connected.
    public var handshake: Handshake { description.handshake }
    /// The rooms that it was in, its id among them.
    public var rooms: Set<String> { description.rooms }
    /// What the application kept with it.
    public var data: Object { description.data }
    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { socket.payloadFormat }

    /// Sends an event to the client.
    public func emit(_ event: OutgoingEvent) { socket.emit(event) }

    /// Lets the socket join a room.
    public func join(_ room: String) { socket.socketsJoin(room) }

    /// Lets the socket leave a room.
    public func leave(_ room: String) { socket.socketsLeave(room) }

    /// Disconnects the socket.
    ///
    /// - Parameter closingSession: whether the connection under it is closed too, with its other namespaces.
    public func disconnect(closingSession: Bool = false) { socket.disconnectSockets(closingSession: closingSession) }
}
