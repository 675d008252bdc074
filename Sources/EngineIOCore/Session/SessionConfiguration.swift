/// The settings of an Engine.IO server's sessions; the defaults are the reference server's where it has them.
public struct SessionConfiguration: Hashable, Sendable {
    /// Milliseconds between the handshake, or a pong, and the next ping.
    public var pingInterval: Milliseconds = 25_000
    /// Milliseconds that a client has to answer a ping.
    public var pingTimeout: Milliseconds = 20_000
    /// Milliseconds from the opening of a probing WebSocket to the end of the upgrade.
    public var upgradeTimeout: Milliseconds = 10_000
    /// Milliseconds that a poll which is open during an upgrade is held before it is ended by a noop.
    ///
    /// Not at once: the client's upgrade packet may be just behind, and then there is no such transport any more.
    public var upgradePollHold: Milliseconds = 100
    /// Milliseconds that a closed session waits for the poll that takes its last packets.
    public var closeTimeout: Milliseconds = 30_000
    /// The most bytes taken in one HTTP body or WebSocket message, and put into one answer to a poll.
    public var maxPayload = 1_000_000
    /// The most packets taken in one HTTP body.
    public var maxPacketsPerPayload = 10_000
    /// The most bytes that may wait for a poll before the session is closed; every packet counts 32 bytes extra.
    public var maxBufferedBytes = 1 << 20
    /// Whether a session on polling may be upgraded to a WebSocket.
    public var allowUpgrades = true

    /// Makes a configuration of the defaults.
    public init() {}
}
