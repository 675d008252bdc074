extension Connection {
    /// Lets the client into a namespace that it asked to join, and returns the CONNECT to send; nil if the connection
    /// has closed meanwhile.
    ///
    /// - Parameters:
    ///   - sid: the new socket's id, which other clients may know.
    ///   - pid: the private id by which the client can recover the socket's state, if that is on offer.
    public mutating func accept(_ index: NamespaceIndex, sid: String, pid: String? = nil) -> OutgoingPacket? {
        guard let name = take(index, from: .connecting, to: .connected) else { return nil }
        state = .active
        var payload: Object = ["sid": .string(sid)]
        payload["pid"] = pid.map { .string($0) }
        return OutgoingPacket(namespace: name, .connect(payload))
    }

    /// Keeps the client out of a namespace that it asked to join, and returns the CONNECT_ERROR to send; nil if the
    /// connection has closed meanwhile.
    public mutating func refuse(_ index: NamespaceIndex, _ refusal: Refusal) -> OutgoingPacket? {
        guard let name = take(index, from: .connecting, to: nil) else { return nil }
        return OutgoingPacket(namespace: name, .connectError(refusal.payload))
    }

    /// Disconnects the client from a namespace, and returns the DISCONNECT to send; nil if it isn't connected.
    ///
    /// What the client sends there before it has heard of it is passed over.
    public mutating func disconnect(_ index: NamespaceIndex) -> OutgoingPacket? {
        guard let name = take(index, from: .connected, to: .dismissed) else { return nil }
        return OutgoingPacket(namespace: name, .disconnect)
    }

    /// The Engine.IO session has ended, or is about to: later messages have no outcome.
    public mutating func close() {
        state = .closed
    }

    private mutating func take(_ index: NamespaceIndex, from: Membership, to: Membership?) -> String? {
        if case .closed = state { return nil }
        guard namespaces[index] == from, let name = namespaces.name(of: index) else { return nil }
        namespaces[index] = to
        return name
    }
}

/// Why a client may not join a namespace.
public struct Refusal: Error, Hashable, Sendable {
    /// What the client's application is told.
    public var message: String
    /// Further details for it.
    public var data: Value?

    /// Makes a refusal.
    public init(_ message: String, data: Value? = nil) {
        self.message = message
        self.data = data
    }

    /// There is no such namespace.
    public static let invalidNamespace = Refusal("Invalid namespace")

    var payload: Object {
        var payload: Object = ["message": .string(message)]
        payload["data"] = data
        return payload
    }
}
