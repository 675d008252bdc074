import Transport

/// Keeps so many messages in flight, and times each reply.
final class EchoClient: LoadClient {
    /// When the messages in flight became due, as a ring.
    private var dueSince: [UInt64]
    private var oldest = 0
    /// Messages that could be in flight and are not sent yet.
    private var due: Int
    private let burst: Int

    init(_ lane: Lane, pipeline: Int) {
        dueSince = Array(repeating: 0, count: pipeline)
        due = pipeline
        // Large messages go out a few at a time: else the first round of thousands of clients fills the memory.
        burst = max(1, (256 << 10) / max(1, lane.sample?.count ?? 1))
        super.init(lane)
    }

    override func begin() {
        let now = MonotonicClock.now()
        for index in dueSince.indices { dueSince[index] = now }
        sendProof()
        due -= 1
        pump()
    }

    override func replied() {
        guard due < dueSince.count else { return lane.progress.report(.unasked) }
        let now = MonotonicClock.now()
        lane.meter.record(since: dueSince[oldest], now: now)
        dueSince[oldest] = now
        oldest = oldest + 1 == dueSince.count ? 0 : oldest + 1
        due += 1
        pump()
    }

    override func drained(_ socket: WebSocket) { pump() }

    /// Sends what is due while the server takes it. What is left goes out with the next reply.
    private func pump() {
        guard hasRoom else { return }
        let count = min(due, burst)
        due -= count
        send(count)
    }
}
