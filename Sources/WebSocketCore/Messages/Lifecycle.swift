/// The life of one connection after its handshake: heartbeat and closing handshake, with the time given from
/// outside (RFC 6455 §5.5.2, §7).
public struct Lifecycle: Sendable {
    /// How long things may take. All times are measured on the caller's monotonic clock.
    public struct Timing: Sendable, Equatable {
        /// A ping goes out when nothing was heard for so long; nil for never. Default 25 s.
        public var pingInterval: Duration?
        /// The connection is given up when nothing was heard for so long after a ping. Default 20 s.
        public var pingTimeout: Duration
        /// The connection is dropped when the peer hasn't closed its side so long after our close frame
        /// (RFC 6455 §7.1.1). Default 5 s.
        public var closeTimeout: Duration

        /// The defaults, or what is given instead.
        public init(
            pingInterval: Duration? = .seconds(25),
            pingTimeout: Duration = .seconds(20),
            closeTimeout: Duration = .seconds(5)
        ) {
            self.pingInterval = pingInterval
            self.pingTimeout = pingTimeout
            self.closeTimeout = closeTimeout
        }
    }

    /// How far the closing handshake has come (RFC 6455 §7.1).
    public enum State: Sendable, Equatable {
        /// Messages pass both ways.
        case open
        /// Our close frame is out; the peer's is awaited.
        case closing
        /// Both close frames passed, or the connection failed; only the peer's end of stream is awaited.
        case closed
    }

    /// What is to be done at a tick.
    public enum Action: Sendable, Equatable {
        /// Nothing.
        case none
        /// Send a ping.
        case ping
        /// Give the connection up: the peer is silent.
        case giveUpSilent
        /// Give the connection up: the peer doesn't finish closing.
        case giveUpClosing
    }

    /// How far closing has come.
    public private(set) var state = State.open
    private var heardAt: UInt64
    /// When a ping went out that nothing has answered, or when our close frame went out; 0 for neither.
    private var waitingSince: UInt64 = 0

    /// A life that begins at `now`, in nanoseconds.
    public init(now: UInt64) {
        heardAt = now
    }

    /// Bytes came from the peer: it lives.
    public mutating func heard(at now: UInt64) {
        heardAt = now
    }

    /// This end begins to close, or answers a close.
    ///
    /// - Returns: whether a close frame must be sent: there is only one in a life (RFC 6455 §5.5.1).
    public mutating func close(at now: UInt64) -> Bool {
        guard state == .open else { return false }
        state = .closing
        waitingSince = now
        return true
    }

    /// The closing handshake is over, or the connection has failed (RFC 6455 §7.1.7); the stream is about to end.
    public mutating func finish(at now: UInt64) {
        guard state != .closed else { return }
        state = .closed
        waitingSince = now
    }

    /// Time passed. To be called now and then, at least several times in the shortest of the times.
    public mutating func tick(now: UInt64, timing: Timing) -> Action {
        switch state {
        case .open:
            guard let interval = timing.pingInterval else { return .none }
            if waitingSince > heardAt {
                return now &- waitingSince >= timing.pingTimeout.wholeNanoseconds ? .giveUpSilent : .none
            }
            guard now &- heardAt >= interval.wholeNanoseconds, now > heardAt else { return .none }
            waitingSince = now
            return .ping
        case .closing, .closed:
            return now &- waitingSince >= timing.closeTimeout.wholeNanoseconds ? .giveUpClosing : .none
        }
    }
}

extension Duration {
    /// Nanoseconds, within 0 and about 292 years.
    package var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        let whole = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return whole.overflow ? .max / 2 : whole.partialValue &+ UInt64(clamping: attoseconds / 1_000_000_000)
    }
}
