/// One session of an Engine.IO client (protocol v4): a value that is told what happens and says what to do.
///
/// As ``ServerSession``, it does no I/O and knows no clock. There is at most one GET, one POST and one WebSocket at a
/// time, so that none needs a name; the caller reports the end of each, even if it was made to close it.
public struct ClientSession: Sendable {
    let configuration: ClientConfiguration
    var state = State.idle
    var queue = SendQueue()

    enum State: Sendable {
        case idle
        case opening(TransportName, deadline: Milliseconds)
        case polling(Open, Polling)
        case webSocket(Open)
        /// A POST is under way, and the close packet goes with the next one.
        case leaving
        case closed
    }

    struct Open: Sendable {
        let packet: OpenPacket
        var pingDeadline: Milliseconds

        init(_ packet: OpenPacket, now: Milliseconds) {
            self.packet = packet
            pingDeadline = now + packet.pingInterval + packet.pingTimeout
        }
    }

    struct Polling: Sendable {
        var isPolling = false
        var isPosting = false
        var upgrade: Upgrade?
    }

    struct Upgrade: Sendable {
        enum Stage { case connecting, probing, pausing }
        var stage = Stage.connecting
        let deadline: Milliseconds
    }

    /// Makes a session that ``start(now:into:)`` opens.
    public init(configuration: ClientConfiguration = ClientConfiguration()) {
        self.configuration = configuration
    }

    /// Opens the session by the first of the configured transports.
    public mutating func start(now: Milliseconds, into actions: inout [ClientAction]) {
        guard case .idle = state else { return }
        let transport = configuration.transports.first ?? .polling
        state = .opening(transport, deadline: now + configuration.openTimeout)
        actions.append(transport == .polling ? .get : .openWebSocket)
    }
}

extension ClientSession {
    /// What the server said when the session opened; nil when it is not open.
    public var handshake: OpenPacket? {
        switch state {
        case .polling(let open, _), .webSocket(let open): open.packet
        case .idle, .opening, .leaving, .closed: nil
        }
    }

    /// Whether the application may send and receive.
    public var isOpen: Bool { handshake != nil }

    /// Whether the session has ended.
    public var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    /// When ``tick(now:into:)`` is to be called at the latest; nil if there is nothing to wait for.
    public var nextDeadline: Milliseconds? {
        switch state {
        case .opening(_, let deadline): deadline
        case .polling(let open, let polling): min(open.pingDeadline, polling.upgrade?.deadline ?? .max)
        case .webSocket(let open): open.pingDeadline
        case .idle, .leaving, .closed: nil
        }
    }

    /// Does what has fallen due. Every other call that is given the time does so too, before anything else.
    public mutating func tick(now: Milliseconds, into actions: inout [ClientAction]) {
        switch state {
        case .opening(_, let deadline) where now >= deadline:
            terminate(.transportError, .openTimeout, into: &actions)
        case .polling(let open, _) where now >= open.pingDeadline:
            terminate(.pingTimeout, nil, into: &actions)
        case .webSocket(let open) where now >= open.pingDeadline:
            terminate(.pingTimeout, nil, into: &actions)
        case .polling(let open, let polling) where now >= polling.upgrade?.deadline ?? .max:
            abandonUpgrade(open, polling, closing: true, into: &actions)
        default:
            break
        }
    }
}
