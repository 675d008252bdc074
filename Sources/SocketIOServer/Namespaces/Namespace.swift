import EngineIOServer
import Logging
public import SocketIOCore
import Synchronization
import Transport

/// A part of a server that clients connect to by its name, with rooms of its own.
public final class Namespace: Sendable {
    /// Lets a socket in, or throws why not.
    public typealias Middleware = @Sendable (Socket) async throws(Refusal) -> Void

    /// The name with its slash.
    public let name: String
    /// Events between the servers of a cluster.
    public let serverSide: ServerSideEvents
    let adapter: any Adapter
    let recovery: RecoveryConfiguration?
    let limits: SocketIOConfiguration.Limits
    let logger: Logger
    /// The dynamic namespaces that this is one of.
    let family: DynamicNamespaces?
    private let broadcastTimeout: Duration
    private let format: PayloadFormat
    private let loopStates: [LoopState]
    private let hooks = NamespaceHooks()
    private let live = Mutex<[String: Socket]>([:])
    private let leaveDirectory: @Sendable (Namespace) -> Void

    init(_ name: String, in directory: NamespaceDirectory, _ family: DynamicNamespaces?, _ loops: LoopGroup) {
        let configuration = directory.configuration
        self.name = name
        self.family = family
        recovery = configuration.recovery
        limits = configuration.limits
        logger = configuration.logger
        format = configuration.payloadFormat
        broadcastTimeout = configuration.broadcastTimeout
        loopStates = directory.loopStates
        serverSide = ServerSideEvents()
        leaveDirectory = { [weak directory] in directory?.leave($0) }
        let context = AdapterContext(
            namespace: name,
            loops: loops,
            payloadFormat: format,
            recovery: recovery.map { $0.makeStore?(name) ?? InMemoryRecoveryStore($0) },
            serverSide: serverSide,
            loopStates: loopStates,
            usesCompression: configuration.engine.compression != nil
        )
        adapter = configuration.makeAdapter?(context) ?? InMemoryAdapter(context)
    }

    /// Asks `middleware` before a socket is let in, one after another in the order of these calls, on the socket's
    /// loop. The socket can't send yet, but can join rooms and be given data. All of them together have the time of
    /// the setting `connectTimeout`.
    ///
    /// - Parameter middleware: throws the refusal that the client is told.
    public func use(_ middleware: @escaping Middleware) { hooks.add(middleware) }

    /// Calls `handler` with each socket that connects, on its loop, before any of its events.
    public func onConnection(_ handler: @escaping @Sendable (Socket) -> Void) { hooks.add(.sync(handler)) }

    /// Calls `handler` with each socket that connects, on its loop; the socket's events wait for it.
    public func onConnection(_ handler: @escaping @Sendable (Socket) async -> Void) { hooks.add(.async(handler)) }

    // MARK: Sockets

    /// The middleware, that of the family first.
    var middleware: [Middleware] { (family?.hooks.middleware ?? []) + hooks.middleware }

    /// The time limit of acknowledgements of a broadcast.
    func timeout(_ flags: BroadcastFlags) -> Duration { flags.timeout ?? broadcastTimeout }

    func state(of loop: Loop) -> LoopState { loopStates[loop.index] }

    /// A socket has connected. On its loop.
    func connected(_ socket: Socket) {
        if let pid = socket.pid { live.withLock { $0[pid] = socket } }
        family?.hooks.connected(socket)
        hooks.connected(socket)
    }

    /// A socket that was connected is so no more. On its loop.
    func disconnected(_ socket: Socket) {
        if let pid = socket.pid { live.withLock { $0[pid] = nil } }
        leave()
    }

    /// One that entered this namespace by the directory has left it.
    func leave() { leaveDirectory(self) }

    /// The state of a socket whose client wants it back. If the loss of its old connection hasn't been noticed yet,
    /// it is now.
    func session(_ pid: String) async -> SavedSession? {
        if let socket = live.withLock({ $0[pid] }) {
            await socket.loop.run { socket.client?.end(.transportClose, "the client has come back") }
        }
        return await adapter.session(pid)
    }
}

extension Namespace: EventEmitter {
    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { format }

    /// Sends an event to all sockets of the namespace.
    public func emit(_ event: OutgoingEvent) { adapter.broadcast(event, BroadcastOptions()) }

    func choose(_ rooms: Set<String> = [], except: Set<String> = []) -> BroadcastOperator {
        BroadcastOperator(self, BroadcastOptions(rooms: rooms, except: except))
    }

    /// All sockets of the namespace.
    public var sockets: BroadcastOperator { choose() }

    /// The members of these rooms.
    public func to(_ rooms: String...) -> BroadcastOperator { choose(Set(rooms)) }

    /// The same as ``to(_:)``.
    public func `in`(_ rooms: String...) -> BroadcastOperator { choose(Set(rooms)) }

    /// All but the members of these rooms.
    public func except(_ rooms: String...) -> BroadcastOperator { choose(except: Set(rooms)) }

    /// The ids of all sockets of the namespace, on all servers.
    public func socketIDs() async -> Set<String> { await adapter.sockets(in: []) }
}
