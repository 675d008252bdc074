/// One session of an Engine.IO server (protocol v4): a value that is told what happens and says what to do.
///
/// It does no I/O and knows no clock: every call is given the time, and ``nextDeadline`` says when to call
/// ``tick(now:into:)`` at the latest. Actions are appended to an array of the caller's, which may be reused. HTTP
/// exchanges and WebSockets are known by ids of the caller's choosing; an id that means nothing any more is ignored.
public struct ServerSession: Sendable {
    /// The session's id.
    public let sid: String
    let configuration: SessionConfiguration
    var state: State
    var heartbeat: Heartbeat
    var queue = SendQueue()

    enum State: Sendable {
        case polling(Polling)
        case webSocket(LinkID)
        /// Closed, but a poll is yet to come for what is in the queue.
        case leaving(Farewell)
        case closed
    }

    struct Polling: Sendable {
        var poll: LinkID?
        var post: LinkID?
        var upgrade: Upgrade?
    }

    struct Upgrade: Sendable {
        let link: LinkID
        let deadline: Milliseconds
        var isProbed = false
        /// When an open poll is ended by a noop; set while there is one and the probe has been answered.
        var noopAt: Milliseconds?
    }

    struct Farewell: Sendable {
        var probe: LinkID?
        let deadline: Milliseconds
    }

    /// Opens a session by the handshake request, whose answer is the first action.
    ///
    /// - Parameters:
    ///   - sid: the session's id, which must not be guessable.
    ///   - transport: what the handshake came by.
    ///   - link: the exchange of the handshake, or its WebSocket.
    public init(
        sid: String,
        configuration: SessionConfiguration,
        transport: TransportName,
        link: LinkID,
        now: Milliseconds,
        into actions: inout [ServerAction]
    ) {
        self.sid = sid
        self.configuration = configuration
        heartbeat = .resting(pingAt: now + configuration.pingInterval)
        let canUpgrade = transport == .polling && configuration.allowUpgrades
        let open = OpenPacket(
            sid: sid,
            upgrades: canUpgrade ? [.websocket] : [],
            pingInterval: configuration.pingInterval,
            pingTimeout: configuration.pingTimeout,
            maxPayload: configuration.maxPayload
        ).encoded
        switch transport {
        case .polling:
            state = .polling(Polling())
            actions.append(.respond(link, .payload(Payload.encode([open]))))
        case .websocket:
            state = .webSocket(link)
            actions.append(.send(link, open))
        }
    }
}

extension ServerSession {
    /// Whether the application may send and receive.
    public var isOpen: Bool {
        switch state {
        case .polling, .webSocket: true
        case .leaving, .closed: false
        }
    }

    /// Whether the session is over for the other side too, so that its id can be forgotten.
    public var isFinished: Bool {
        if case .closed = state { true } else { false }
    }

    /// The current transport, for ``EngineRequest``.
    public var transport: TransportName {
        if case .webSocket = state { .websocket } else { .polling }
    }

    /// The WebSocket to which packets may be written at once, past the session; nil on polling.
    ///
    /// This is the way for what is sent often, such as a broadcast whose frame is shared.
    public var webSocket: LinkID? {
        if case .webSocket(let link) = state { link } else { nil }
    }

    /// Whether a packet sent now would go out now: what volatile messages ask before they are sent.
    public var isWritable: Bool {
        switch state {
        case .polling(let polling): polling.poll != nil && queue.isEmpty
        case .webSocket: true
        case .leaving, .closed: false
        }
    }

    /// When ``tick(now:into:)`` is to be called at the latest; nil if there is nothing to wait for.
    public var nextDeadline: Milliseconds? {
        switch state {
        case .polling(let polling):
            let upgrade = polling.upgrade
            return min(heartbeat.deadline, min(upgrade?.deadline ?? .max, upgrade?.noopAt ?? .max))
        case .webSocket: return heartbeat.deadline
        case .leaving(let farewell): return farewell.deadline
        case .closed: return nil
        }
    }
}
