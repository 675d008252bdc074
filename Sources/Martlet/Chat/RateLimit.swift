/// A bucket of tokens that fills with time: bursts are let through, floods are not.
struct RateLimit {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var filledAt: UInt64?

    init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
        tokens = burst
    }

    /// Takes one token, if there is one.
    ///
    /// - Parameter now: nanoseconds on a monotonic clock.
    mutating func take(at now: UInt64) -> Bool {
        if let filledAt, now > filledAt {
            tokens = min(burst, tokens + Double(now - filledAt) / 1e9 * perSecond)
        }
        filledAt = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
