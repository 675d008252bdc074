public import EngineIOCore

/// A server's end of one Socket.IO connection (protocol v5): a value that is told what comes and says what it is.
///
/// It does no I/O and knows no clock: every message is given the time, and ``nextDeadline`` says when to call
/// ``tick(now:)`` at the latest. Each message has exactly one outcome. Whatever is wrong closes the connection, and
/// only it.
public struct Connection: Sendable {
    /// What a message amounts to.
    public enum Outcome: Hashable, Sendable {
        /// Nothing that anyone need know.
        case nothing
        /// The client asks to join this namespace, by an auth object if the range is not nil. Answer by
        /// ``Connection/accept(_:)`` or ``Connection/refuse(_:)``.
        case connect(NamespaceIndex, auth: Range<Int>?)
        /// An event without attachments, to be read in the message before that goes.
        case event(NamespaceIndex, Packet.Event)
        /// An acknowledgement without attachments, to be read in the message before that goes.
        case ack(NamespaceIndex, Packet.Acknowledgement)
        /// An event or acknowledgement with attachments, now complete.
        case assembled(NamespaceIndex, AssembledPacket)
        /// The client has left this namespace.
        case disconnect(NamespaceIndex)
        /// Close the connection; its namespaces end for this fault's reason. Later messages have no outcome.
        case close(ConnectionFault)
    }

    enum Membership: Sendable {
        case connecting
        case connected
        /// Disconnected by the server: what the client had under way is passed over.
        case dismissed
    }

    enum State: Sendable {
        /// No namespace has been joined yet.
        case awaiting(deadline: Milliseconds)
        case active
        case closed
    }

    var state: State
    var namespaces = Namespaces<Membership>()
    private var receiver: PacketReceiver

    /// Makes the state of a connection whose Engine.IO session has just opened.
    public init(limits: ConnectionLimits = ConnectionLimits(), format: PayloadFormat = .json, now: Milliseconds) {
        state = .awaiting(deadline: now + limits.connectTimeout)
        receiver = PacketReceiver(limits: limits, format: format)
    }

    /// When ``tick(now:)`` is to be called at the latest; nil if there is nothing to wait for.
    public var nextDeadline: Milliseconds? {
        switch state {
        case .awaiting(let deadline): min(deadline, receiver.deadline ?? .max)
        case .active: receiver.deadline
        case .closed: nil
        }
    }

    /// The namespaces that are connected, with their names.
    public var connected: [(index: NamespaceIndex, name: String)] {
        namespaces.indices.filter(isConnected).compactMap { index in
            namespaces.name(of: index).map { (index, $0) }
        }
    }

    /// The name of a namespace, with its slash.
    public func name(of index: NamespaceIndex) -> String? { namespaces.name(of: index) }

    /// Whether a namespace is connected.
    public func isConnected(_ index: NamespaceIndex) -> Bool { namespaces[index] == .connected }
}

extension Connection {
    /// Takes a text message of the Engine.IO session: what follows the digit of its type.
    public mutating func receive(text message: RawSpan, now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            guard try isOpen(now) else { return .nothing }
            return try outcome(of: receiver.packet(text: message), in: message, now: now)
        } catch {
            return fail(error)
        }
    }

    /// Takes a binary message of the Engine.IO session: an attachment, or a packet in MessagePack.
    public mutating func receive(binary message: RawSpan, now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            guard try isOpen(now) else { return .nothing }
            switch try receiver.receive(binary: message, now: now) {
            case .packet(let packet): return try outcome(of: packet, in: message, now: now)
            case .assembled(let packet): return outcome(of: packet)
            case .nothing: return .nothing
            }
        } catch {
            return fail(error)
        }
    }

    /// Looks whether something is overdue.
    public mutating func tick(now: Milliseconds) -> Outcome {
        do throws(ConnectionFault) {
            _ = try isOpen(now)
            return .nothing
        } catch {
            return fail(error)
        }
    }

    private mutating func fail(_ fault: ConnectionFault) -> Outcome {
        state = .closed
        return .close(fault)
    }

    private func isOpen(_ now: Milliseconds) throws(ConnectionFault) -> Bool {
        switch state {
        case .awaiting(let deadline) where now >= deadline: throw .connectTimeout
        case .awaiting, .active: break
        case .closed: return false
        }
        try receiver.checkTime(now)
        return true
    }

    private mutating func outcome(
        of packet: Packet,
        in message: RawSpan,
        now: Milliseconds
    ) throws(ConnectionFault) -> Outcome {
        let index = namespaces.index(of: packet.namespace, in: message)
        let membership = index.flatMap { namespaces[$0] }
        if case .connect(let auth) = packet.content {
            return .connect(try join(index, membership, packet.namespace, in: message), auth: auth)
        }
        guard let index, membership == .connected || membership == .dismissed else { throw .notConnected }
        if packet.attachments > 0 {
            receiver.collect(packet, of: message, now: now)
            return .nothing
        }
        if case .connectError = packet.content { throw .wrongDirection }
        guard membership == .connected else { return .nothing }
        switch packet.content {
        case .event(let event): return .event(index, event)
        case .ack(let ack): return .ack(index, ack)
        case .connect, .connectError, .disconnect:
            namespaces[index] = nil
            return .disconnect(index)
        }
    }

    private func outcome(of packet: AssembledPacket) -> Outcome {
        guard let index = namespaces.index(of: packet.packet.namespace, in: packet.message.span.bytes),
            namespaces[index] == .connected
        else { return .nothing }
        return .assembled(index, packet)
    }

    private mutating func join(
        _ index: NamespaceIndex?,
        _ membership: Membership?,
        _ name: Range<Int>,
        in message: RawSpan
    ) throws(ConnectionFault) -> NamespaceIndex {
        if let index {
            guard membership == .dismissed else { throw .alreadyConnected }
            namespaces[index] = .connecting
            return index
        }
        if namespaces.indices.count >= receiver.limits.maxNamespaces {
            for index in namespaces.indices where namespaces[index] == .dismissed { namespaces[index] = nil }
        }
        guard namespaces.indices.count < receiver.limits.maxNamespaces else {
            throw .tooManyNamespaces(limit: receiver.limits.maxNamespaces)
        }
        return namespaces.insert(Namespaces<Membership>.name(name, in: message), .connecting)
    }
}
