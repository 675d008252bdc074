import Histogram

/// The clock and the server's CPU time at one moment.
struct Mark: Sendable {
    /// Nanoseconds on ``MonotonicClock``.
    let time: UInt64
    /// Seconds; nil if no process is watched.
    let cpu: Double?

    /// Now.
    init(of processes: ServerProcesses) throws(BenchError) {
        time = MonotonicClock.now()
        cpu = try processes.cpuSeconds()
    }
}

/// What happened from one mark to another.
struct Stretch: Sendable {
    let seconds: Double
    /// The server's CPU time; nil if no process was watched.
    let cpuSeconds: Double?
    /// One for each message, in nanoseconds.
    var latencies = Meter().latencies

    init(_ start: Mark, _ end: Mark) {
        seconds = Double(end.time - start.time) / 1e9
        cpuSeconds = if let before = start.cpu, let after = end.cpu { after - before } else { nil }
    }

    var messages: Int { Int(latencies.totalCount) }

    /// The latency that so many of a hundred messages didn't exceed, in microseconds; nil if there was none.
    func latency(_ percentile: Double) -> Double? {
        messages > 0 ? Double(latencies.valueAtPercentile(percentile)) / 1000 : nil
    }
}
