public import SocketIOCore

/// A choice of sockets of a namespace, with what can be done to all of them.
///
/// ```swift
/// try namespace.to("news").except("muted").volatile.emit("tick", 1)
/// ```
public struct BroadcastOperator: EventEmitter, Sendable {
    /// The namespace.
    public let namespace: Namespace
    /// Who is chosen.
    public let options: BroadcastOptions

    init(_ namespace: Namespace, _ options: BroadcastOptions = BroadcastOptions()) {
        self.namespace = namespace
        self.options = options
    }

    private func with(_ change: (inout BroadcastOptions) -> Void) -> BroadcastOperator {
        var options = options
        change(&options)
        return BroadcastOperator(namespace, options)
    }

    /// These rooms too. Who is in several of the rooms gets one event.
    public func to(_ rooms: String...) -> BroadcastOperator { with { $0.rooms.formUnion(rooms) } }

    /// The same as ``to(_:)``.
    public func `in`(_ rooms: String...) -> BroadcastOperator { with { $0.rooms.formUnion(rooms) } }

    /// Not the members of these rooms.
    public func except(_ rooms: String...) -> BroadcastOperator { with { $0.except.formUnion(rooms) } }

    /// The event may be dropped for clients that can't take it now.
    public var volatile: BroadcastOperator { with { $0.flags.isVolatile = true } }

    /// Only sockets of this server.
    public var local: BroadcastOperator { with { $0.flags.isLocal = true } }

    /// Whether the event may be compressed where that is agreed.
    public func compress(_ compress: Bool) -> BroadcastOperator { with { $0.flags.compress = compress } }

    /// How long acknowledgements are awaited.
    public func timeout(_ timeout: Duration) -> BroadcastOperator { with { $0.flags.timeout = timeout } }

    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { namespace.payloadFormat }

    /// Sends an event to all who are chosen.
    public func emit(_ event: OutgoingEvent) { namespace.adapter.broadcast(event, options) }
}

extension BroadcastOperator {
    /// Lets the chosen sockets join rooms.
    public func socketsJoin(_ rooms: String...) { namespace.adapter.addSockets(options, to: Set(rooms)) }

    /// Lets the chosen sockets leave rooms.
    public func socketsLeave(_ rooms: String...) { namespace.adapter.removeSockets(options, from: Set(rooms)) }

    /// Disconnects the chosen sockets.
    ///
    /// - Parameter closingSession: whether the connections under them are closed too, with their other namespaces.
    public func disconnectSockets(closingSession: Bool = false) {
        namespace.adapter.disconnectSockets(options, closingSession: closingSession)
    }

    /// The chosen sockets, on all servers.
    public func fetchSockets() async -> [RemoteSocket] {
        await namespace.adapter.fetchSockets(options).map { RemoteSocket($0, namespace) }
    }
}
