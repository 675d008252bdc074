public import WebSocketCore

/// How one WebSocket behaves once it is open.
public struct WebSocketOptions: Sendable {
    /// What the peer may send.
    public var limits: Limits
    /// Heartbeat and closing times.
    public var timing: Lifecycle.Timing
    /// The most bytes that may wait for a slow peer before the connection is dropped. Default 1 MiB. A single
    /// message may be larger if the peer takes it at once.
    public var maxBacklog: Int
    /// Whether messages come in pieces as they arrive.
    public var streamsMessages: Bool
    /// Level and threshold of compression, where it is agreed.
    public var compression: CompressionSettings

    /// The defaults, or what is given instead.
    public init(
        limits: Limits = Limits(),
        timing: Lifecycle.Timing = .init(),
        maxBacklog: Int = 1 << 20,
        streamsMessages: Bool = false,
        compression: CompressionSettings = .init()
    ) {
        self.limits = limits
        self.timing = timing
        self.maxBacklog = maxBacklog
        self.streamsMessages = streamsMessages
        self.compression = compression
    }
}
