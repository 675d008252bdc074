/// How much one peer may ask of this end. All are on by default; exceeding one closes the connection with
/// 1009 (RFC 6455 §7.4.1, §10.4).
public struct Limits: Sendable, Equatable {
    /// The most bytes in one message, counted after inflating, plus ``fragmentCharge`` for every fragment
    /// after the first. Default 1 MiB.
    public var maxMessageSize: Int
    /// The most bytes in one frame as it comes, before inflating. Default: as the message.
    public var maxFrameSize: Int
    /// What each further fragment is charged against ``maxMessageSize``, in bytes, so that a message of
    /// endless empty fragments ends too. Default 16.
    public var fragmentCharge: Int

    /// The defaults, or what is given instead.
    public init(maxMessageSize: Int = 1 << 20, maxFrameSize: Int? = nil, fragmentCharge: Int = 16) {
        self.maxMessageSize = max(0, maxMessageSize)
        self.maxFrameSize = max(0, maxFrameSize ?? maxMessageSize)
        self.fragmentCharge = max(0, fragmentCharge)
    }
}
