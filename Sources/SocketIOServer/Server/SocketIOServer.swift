import EngineIOCore
import EngineIOServer
import HTTPTypes
public import HummingbirdCore
public import NIOCore
public import SocketIOCore
import Synchronization
public import Transport
public import WebSocketCore

/// A Socket.IO server (protocol v5 on Engine.IO v4): namespaces with the sockets of clients in them.
///
/// ```swift
/// let io = SocketIOServer(loops: loops)
/// io.onConnection { socket in
///     socket.on("chat") { (text: String) in try socket.broadcast.emit("chat", text) }
/// }
/// ```
/// It has two doors, to be put into a listener: ``route(_:)`` for requests that ask for a WebSocket, and
/// ``respond(to:on:)`` for all others.
public final class SocketIOServer: Sendable {
    /// How the server behaves.
    public let configuration: SocketIOConfiguration
    /// The namespace `/`.
    public let main: Namespace
    private let directory: NamespaceDirectory
    private let engine: EngineIOServer
    private let isClosed = Atomic<Bool>(false)

    /// A server whose sockets live on these loops.
    public init(loops: LoopGroup, configuration: SocketIOConfiguration = .init()) {
        let directory = NamespaceDirectory(loops, configuration)
        self.configuration = configuration
        self.directory = directory
        main = directory.namespace("/")
        engine = EngineIOServer(loops: loops, configuration: configuration.engine) { _ in Client(directory) }
    }

    // MARK: Namespaces

    /// The namespace of a name, which begins with a slash; it is made if there is none.
    public func of(_ name: String) -> Namespace { directory.namespace(name) }

    /// Lets there be a namespace for every name that `matches` says yes to. It is made when a client asks for it, and
    /// goes when it is empty.
    ///
    /// - Parameter matches: called on a loop; must not block.
    public func namespaces(
        matching matches: @escaping @Sendable (String, Handshake) -> Bool
    ) -> DynamicNamespaces { directory.add(matches) }

    // MARK: The doors

    /// Whether a request path is for this server.
    public func serves(_ path: some StringProtocol) -> Bool {
        path == configuration.path || path + "/" == configuration.path
    }

    /// What becomes of a request for a WebSocket.
    ///
    /// - Throws: the refusal, with the protocol's JSON body.
    public func route(_ request: UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute {
        guard !isClosed.load(ordering: .relaxed) else {
            throw HandshakeRejection(status: 503, reason: "The server is shutting down.")
        }
        return try engine.route(request)
    }

    /// Answers a request that doesn't ask for a WebSocket.
    ///
    /// - Parameter channel: the connection that the request came on.
    public func respond(to request: Request, on channel: any Channel) async -> Response {
        guard !isClosed.load(ordering: .relaxed) else { return Response(status: .serviceUnavailable) }
        return await engine.respond(to: request, on: channel)
    }

    /// Open connections.
    public var connectionCount: Int { engine.sessionCount }

    /// Ends the server: no new connections are let in, and every socket is disconnected with the reason
    /// ``SocketIOCore/DisconnectReason/serverShuttingDown``. Clients take it for a loss, and come back.
    public func close() {
        isClosed.store(true, ordering: .relaxed)
        engine.closeAll()
    }
}

extension SocketIOServer: EventEmitter {
    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { configuration.payloadFormat }

    /// Sends an event to all sockets of the namespace `/`.
    public func emit(_ event: OutgoingEvent) { main.emit(event) }

    /// Calls `handler` with each socket that connects to the namespace `/`.
    public func onConnection(_ handler: @escaping @Sendable (Socket) -> Void) { main.onConnection(handler) }

    /// Calls `handler` with each socket that connects to the namespace `/`; the socket's events wait for it.
    public func onConnection(_ handler: @escaping @Sendable (Socket) async -> Void) { main.onConnection(handler) }

    /// Asks `middleware` before a socket is let into the namespace `/`: see ``Namespace/use(_:)``.
    public func use(_ middleware: @escaping @Sendable (Socket) async throws(Refusal) -> Void) { main.use(middleware) }

    /// The members of these rooms of the namespace `/`.
    public func to(_ rooms: String...) -> BroadcastOperator { main.choose(Set(rooms)) }

    /// The same as ``to(_:)``.
    public func `in`(_ rooms: String...) -> BroadcastOperator { main.choose(Set(rooms)) }

    /// All sockets of the namespace `/` but the members of these rooms.
    public func except(_ rooms: String...) -> BroadcastOperator { main.choose(except: Set(rooms)) }
}
