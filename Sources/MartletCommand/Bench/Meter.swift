import Histogram

/// Counts messages and their latencies on one loop while it runs.
struct Meter {
    /// In nanoseconds, to three digits, up to an hour.
    private(set) var latencies = Histogram<UInt64>(highestTrackableValue: 3_600_000_000_000)
    private var isRunning = false

    /// Begins to count.
    mutating func start() { isRunning = true }

    /// Counts no more.
    mutating func stop() { isRunning = false }

    /// A message came that was sent at `start`, in nanoseconds on ``MonotonicClock``.
    @inline(__always)
    mutating func record(since start: UInt64, now: UInt64) {
        if isRunning { latencies.record(min(now &- start, latencies.highestTrackableValue)) }
    }
}
