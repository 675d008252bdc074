/// How sockets whose connection was lost can come back (connection state recovery).
public struct RecoveryConfiguration: Sendable {
    /// How long a socket may be away. Default 2 minutes.
    public var maxDisconnectionDuration: Duration = .seconds(120)
    /// Whether a socket that comes back is let in without the middleware being asked again. Default true.
    public var skipMiddlewares = true
    /// The most events that are kept for each namespace. Default 10,000.
    public var maxEvents = 10_000
    /// The most bytes of events that are kept for each namespace. Default 16 MiB.
    public var maxBytes = 16 << 20
    /// The most sockets that are waited for in each namespace; beyond that the oldest is forgotten. Default 100,000.
    public var maxSessions = 100_000
    /// Makes the store of a namespace, by its name; nil for one in memory.
    public var makeStore: (@Sendable (String) -> any RecoveryStore)?

    /// The defaults.
    public init() {}
}
