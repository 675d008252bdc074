/// How this end compresses, and what it agrees to (RFC 7692).
public struct CompressionSettings: Sendable, Equatable {
    /// zlib's level, 1 (fast) to 9 (small). Default 1: messages are small, and time counts.
    public var level: Int
    /// zlib's memory level, 1 to 9. Default 8.
    public var memoryLevel: Int
    /// Messages below this many bytes are sent as they are. Default 1024.
    public var threshold: Int
    /// Whether this end may keep its window from message to message (RFC 7692 §7.1.1). Smaller on the wire, but
    /// about 80 KiB for each connection, and a broadcast can't be compressed once for all. Default false.
    public var ownContextTakeover: Bool
    /// Whether the peer may keep its window, which costs this end 40 KiB for each connection. Default false.
    public var peerContextTakeover: Bool
    /// The largest window this end uses to compress, 9 to 15 bits (RFC 7692 §7.1.2). Default 15.
    public var maxWindowBits: Int
    /// The largest window the peer is asked to use, 9 to 15 bits, which this end must keep as well where the peer
    /// takes its context over. A client that didn't offer it can't be asked (RFC 7692 §7.1.2.2). Default 15.
    public var peerMaxWindowBits: Int

    /// The defaults, or what is given instead.
    public init(
        level: Int = 1,
        memoryLevel: Int = 8,
        threshold: Int = 1024,
        ownContextTakeover: Bool = false,
        peerContextTakeover: Bool = false,
        maxWindowBits: Int = 15,
        peerMaxWindowBits: Int = 15
    ) {
        self.level = level
        self.memoryLevel = memoryLevel
        self.threshold = threshold
        self.ownContextTakeover = ownContextTakeover
        self.peerContextTakeover = peerContextTakeover
        self.maxWindowBits = min(max(maxWindowBits, 9), 15)
        self.peerMaxWindowBits = min(max(peerMaxWindowBits, 9), 15)
    }
}
