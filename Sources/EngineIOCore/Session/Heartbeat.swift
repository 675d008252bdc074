/// The server's half of the heartbeat (protocol v4, "Heartbeat").
///
/// Every time is reckoned from the handshake or the last pong, not from when a timer happened to fire, so that a
/// request finds a session timed out at the same instant as a timer would.
enum Heartbeat: Sendable {
    case resting(pingAt: Milliseconds)
    case awaitingPong(until: Milliseconds)

    enum Beat { case none, ping, missed }

    var deadline: Milliseconds {
        switch self {
        case .resting(let time), .awaitingPong(let time): time
        }
    }

    mutating func advance(to now: Milliseconds, timeout: Milliseconds) -> Beat {
        var beat = Beat.none
        if case .resting(let pingAt) = self, now >= pingAt {
            self = .awaitingPong(until: pingAt + timeout)
            beat = .ping
        }
        if case .awaitingPong(let until) = self, now >= until { beat = .missed }
        return beat
    }
}
