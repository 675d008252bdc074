public import EngineIOCore

/// A client's end of a Socket.IO connection (protocol v5): a value that is told what comes and says what it is.
///
/// It outlives the Engine.IO sessions that carry it: after each ``sessionClosed()`` a later ``sessionOpened()`` joins
/// the same namespaces again, with what the server needs to restore their sockets.
public struct ClientConnection: Sendable {
    /// What a message amounts to.
    public enum Outcome: Hashable, Sendable {
        /// Nothing that anyone need know.
        case nothing
        /// The socket of this namespace is connected.
        case connected(NamespaceIndex, Welcome)
        /// The server refuses the socket of this namespace, which is not joined again by itself.
        case refused(NamespaceIndex, Refusal)
        /// An event without attachments, to be read in the message before that goes.
        case event(NamespaceIndex, Packet.Event)
        /// An acknowledgement without attachments, to be read in the message before that goes.
        case ack(NamespaceIndex, Packet.Acknowledgement)
        /// An event or acknowledgement with attachments, now complete.
        case assembled(NamespaceIndex, AssembledPacket)
        /// The server has disconnected the socket of this namespace, which is not joined again by itself.
        case disconnected(NamespaceIndex)
        /// Close the connection for this fault.
        case close(ConnectionFault)
    }

    /// What the server's CONNECT tells.
    public struct Welcome: Hashable, Sendable {
        /// The socket's id.
        public let sid: String
        /// Whether this is the socket that was there before, with nothing missed.
        public let isRecovered: Bool
        /// Events that came before the CONNECT, to be handled now: those missed meanwhile.
        public let early: [AssembledPacket]
    }

    struct Socket: Sendable {
        var auth: Object?
        var membership = Membership.waiting
        var pid: String?
        var offset: String?
    }

    enum Membership: Sendable {
        /// To be joined when a session is open.
        case waiting
        case connecting(early: [AssembledPacket], byteCount: Int)
        case connected
        /// Not to be joined unless the application asks again.
        case left
    }

    let format: PayloadFormat
    var isOpen = false
    var namespaces = Namespaces<Socket>()
    var receiver: PacketReceiver

    /// Makes the state of a connection that has no session yet.
    public init(limits: ConnectionLimits = ConnectionLimits(), format: PayloadFormat = .json) {
        self.format = format
        receiver = PacketReceiver(limits: limits, format: format)
    }

    var limits: ConnectionLimits { receiver.limits }

    /// When ``tick(now:)`` is to be called at the latest; nil if there is nothing to wait for.
    public var nextDeadline: Milliseconds? { receiver.deadline }

    /// The name of a namespace, with its slash.
    public func name(of index: NamespaceIndex) -> String? { namespaces.name(of: index) }

    /// Whether the socket of a namespace is connected.
    public func isConnected(_ index: NamespaceIndex) -> Bool {
        if case .connected? = namespaces[index]?.membership { true } else { false }
    }
}

extension ClientConnection {
    /// Wants a namespace to be joined, with this auth object, and returns its index. If a session is open, follow by
    /// ``connect(_:)``; else ``sessionOpened()`` will see to it.
    public mutating func join(_ name: String, auth: Object? = nil) -> NamespaceIndex {
        guard let index = namespaces.indices.first(where: { namespaces.name(of: $0) == name }) else {
            return namespaces.insert(name, Socket(auth: auth))
        }
        namespaces[index]?.auth = auth
        if case .left? = namespaces[index]?.membership { namespaces[index]?.membership = .waiting }
        return index
    }

    /// Begins to join a namespace that waits for it, and returns the CONNECT to send; nil if there is no session, or
    /// nothing to join.
    public mutating func connect(_ index: NamespaceIndex) -> OutgoingPacket? {
        guard isOpen, let name = namespaces.name(of: index), let socket = namespaces[index],
            case .waiting = socket.membership
        else { return nil }
        namespaces[index]?.membership = .connecting(early: [], byteCount: 0)
        guard let pid = socket.pid else { return OutgoingPacket(namespace: name, .connect(socket.auth)) }
        var payload: Object = ["pid": .string(pid)]
        payload["offset"] = socket.offset.map { .string($0) }
        for member in socket.auth?.members ?? [] { payload[member.name] = member.value }
        return OutgoingPacket(namespace: name, .connect(payload))
    }

    /// Leaves a namespace for good, and returns the DISCONNECT to send; nil if its socket isn't connected.
    public mutating func leave(_ index: NamespaceIndex) -> OutgoingPacket? {
        defer { namespaces[index] = nil }
        guard isConnected(index), let name = namespaces.name(of: index) else { return nil }
        return OutgoingPacket(namespace: name, .disconnect)
    }

    /// An Engine.IO session has opened: returns the CONNECTs to send.
    public mutating func sessionOpened() -> [OutgoingPacket] {
        isOpen = true
        return namespaces.indices.compactMap { connect($0) }
    }

    /// The Engine.IO session has ended: returns the namespaces whose sockets were connected.
    public mutating func sessionClosed() -> [NamespaceIndex] {
        isOpen = false
        receiver = PacketReceiver(limits: limits, format: format)
        var disconnected: [NamespaceIndex] = []
        for index in namespaces.indices {
            switch namespaces[index]?.membership {
            case .connected: disconnected.append(index)
            case .connecting: break
            case .waiting, .left, nil: continue
            }
            namespaces[index]?.membership = .waiting
        }
        return disconnected
    }
}
