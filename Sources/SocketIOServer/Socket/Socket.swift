import EngineIOCore
import EngineIOServer
import Logging
public import SocketIOCore
import Synchronization
public import Transport
import WebSocketCore

/// One client in one namespace.
///
/// It lives on the loop of its connection, where its handlers are called. What it offers may be called from any
/// thread: on the loop it takes effect at once, elsewhere it is handed over and keeps its order.
public final class Socket: @unchecked Sendable {
    /// The socket's id, which other clients may know. It is also the name of a room that only this socket is in.
    public let id: String
    /// The namespace.
    public let namespace: Namespace
    /// The loop that the socket lives on.
    public let loop: Loop
    /// What the client told when it connected.
    public let handshake: Handshake
    /// Whether this is the socket that was there before, with its id, rooms and data, and nothing missed.
    public let isRecovered: Bool

    /// What may be asked from any thread.
    struct Kept {
        var data = Object()
        var rooms: Set<String> = []
        var isConnected = false
    }

    let kept: Mutex<Kept>
    /// The private id by which the client can recover this socket.
    let pid: String?

    enum Phase {
        /// The middleware is being asked.
        case joining
        /// In its rooms, but what comes is held back until what was missed is there.
        case restoring
        case connected
        case gone
    }

    // Touched on the loop only.
    var phase = Phase.joining
    let index: NamespaceIndex
    var client: Client?
    var handlers = HandlerTable()
    var acks = PendingAcks<AckHandler>()
    var ackTimer: LoopTimer?
    var queue: EventQueue?
    /// Where this socket is in the rooms of its loop.
    var places: [Place] = []
    /// Who has looked at this socket last when choosing among the members of rooms.
    var mark: UInt64 = 0
    /// The WebSocket to which broadcasts may be given as shared bytes; nil if they must go through ``deliver(_:)``.
    var sharedWebSocket: WebSocket?
    /// Broadcasts that are held back while what was missed is fetched; nil if nothing is held back.
    var held: [Delivery]?

    init(
        namespace: Namespace,
        client: Client,
        loop: Loop,
        index: NamespaceIndex,
        handshake: Handshake,
        restoring session: SavedSession? = nil
    ) {
        self.namespace = namespace
        self.client = client
        self.loop = loop
        self.index = index
        self.handshake = handshake
        let offersRecovery = namespace.recovery != nil
        id = session?.sid ?? Identifier.make()
        pid = session?.pid ?? (offersRecovery ? Identifier.make() : nil)
        isRecovered = session != nil
        kept = Mutex(Kept(data: session?.data ?? Object(), rooms: session?.rooms ?? []))
    }

    /// Whether the socket is connected. From any thread.
    public var isConnected: Bool { kept.withLock { $0.isConnected } }

    /// The session under the connection, nil when it has ended. On the loop.
    var session: EngineSession? { client?.session }

    /// Tells the application of an error that has no caller.
    func report(_ error: any Error) {
        if handlers.failed.isEmpty {
            namespace.logger.debug("event not handled", metadata: ["socket": "\(id)", "error": "\(error)"])
        }
        for entry in handlers.failed { entry.handler(error) }
    }
}

extension Socket: Equatable {
    /// Whether this is the same socket.
    public static func == (left: Socket, right: Socket) -> Bool { left === right }
}

extension Socket: EventEmitter {
    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { namespace.payloadFormat }

    /// Sends an event to the client. Nothing happens on a socket that is not connected.
    public func emit(_ event: OutgoingEvent) { emit(event, BroadcastFlags()) }
}
