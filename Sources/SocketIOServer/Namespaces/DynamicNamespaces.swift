public import SocketIOCore
import Synchronization

/// Namespaces that come and go with the clients that ask for them; what is said here holds for each.
public final class DynamicNamespaces: Sendable {
    let matches: @Sendable (String, Handshake) -> Bool
    let hooks = NamespaceHooks()
    /// The format in which arguments are to be encoded.
    public let payloadFormat: PayloadFormat
    private let members = Mutex<[String: Namespace]>([:])

    init(_ matches: @escaping @Sendable (String, Handshake) -> Bool, payloadFormat: PayloadFormat) {
        self.matches = matches
        self.payloadFormat = payloadFormat
    }

    /// Asks `middleware` before a socket is let into one of them: see ``Namespace/use(_:)``.
    public func use(_ middleware: @escaping Namespace.Middleware) { hooks.add(middleware) }

    /// Calls `handler` with each socket that connects to one of them: see ``Namespace/onConnection(_:)-…``.
    public func onConnection(_ handler: @escaping @Sendable (Socket) -> Void) { hooks.add(.sync(handler)) }

    /// Calls `handler` with each socket that connects to one of them; the socket's events wait for it.
    public func onConnection(_ handler: @escaping @Sendable (Socket) async -> Void) { hooks.add(.async(handler)) }

    /// Those that there are now.
    public var namespaces: [Namespace] { members.withLock { Array($0.values) } }

    func opened(_ namespace: Namespace) { members.withLock { $0[namespace.name] = namespace } }

    func closed(_ namespace: Namespace) {
        members.withLock { members in
            if members[namespace.name] === namespace { members[namespace.name] = nil }
        }
    }
}

extension DynamicNamespaces: EventEmitter {
    /// Sends an event to all sockets of all of them.
    public func emit(_ event: OutgoingEvent) { for namespace in namespaces { namespace.emit(event) } }
}
