import Synchronization
import Transport

/// The rounds of a fan-out. They are played from the sender's loop; the atomic values are for all.
final class Rounds: @unchecked Sendable {
    /// When the messages of this round were sent.
    let startedAt = Atomic<UInt64>(0)
    /// Messages sent so far.
    let sent = Atomic<Int>(0)
    /// Whether this round counts.
    let isMeasured = Atomic<Bool>(false)
    private let isOver = Atomic<Bool>(false)

    private let load: Load
    private let window: Int
    private let time: RunTime
    private let limit: Int
    private let processes: ServerProcesses
    private var shares: [RoundShare] = []

    // Touched on the sender's loop only.
    private var sender: LoadClient?
    private var sharesInRound = 0
    private var sharesUnderway = 0
    private var warmUntil: UInt64 = 0
    private var sentBefore = 0
    private var start: Mark?
    private var end: Mark?

    init(_ load: Load, window: Int, time: RunTime, messages: Int?, processes: ServerProcesses) {
        self.load = load
        self.window = window
        self.time = time
        self.processes = processes
        limit = messages ?? .max
        shares = load.lanes.map { _ in RoundShare(self) }
    }

    /// The share of a lane's clients.
    func share(of lane: Lane) -> RoundShare { shares[lane.loop.index] }

    /// Plays rounds with the clients that are there: for the warm-up uncounted, then until the time is over or the
    /// messages are sent, and the last round to its end.
    func play() async throws -> Stretch {
        var sharesInRound = 0
        for (lane, share) in zip(load.lanes, shares) {
            if await lane.loop.run({ [window] in share.begin(lane, window: window) }) { sharesInRound += 1 }
        }
        let lane = load.lanes[0]
        await lane.loop.run { [sharesInRound] in self.begin(lane, sharesInRound) }
        try await load.watch("measuring") { isOver.load(ordering: .relaxed) }
        let marks = await lane.loop.run { (self.start, self.end) }
        guard let start = marks.0, let end = marks.1 else { preconditionFailure("rounds ended without marks") }
        return await load.stretch(start, end)
    }

    private func begin(_ lane: Lane, _ sharesInRound: Int) {
        sender = lane.clients.first
        self.sharesInRound = sharesInRound
        warmUntil = MonotonicClock.now() + UInt64(time.warmup * 1e9)
        send()
    }

    private func send() {
        sharesUnderway = sharesInRound
        sent.add(window, ordering: .relaxed)
        startedAt.store(MonotonicClock.now(), ordering: .relaxed)
        sender?.send(window)
    }

    /// All clients of a loop have heard all messages of the round. From any loop.
    func shareEnded() {
        let loop = load.lanes[0].loop
        guard loop.isCurrent else { return loop.execute { self.shareEnded() } }
        sharesUnderway -= 1
        guard sharesUnderway == 0 else { return }
        do {
            if try proceeds() { send() } else { isOver.store(true, ordering: .relaxed) }
        } catch {
            load.progress.report(error)
        }
    }

    /// Between two rounds: whether there is another.
    private func proceeds() throws(BenchError) -> Bool {
        let (now, sent) = (MonotonicClock.now(), sent.load(ordering: .relaxed))
        if let start {
            guard now >= start.time + UInt64(time.duration * 1e9) || sent - sentBefore >= limit else { return true }
            end = try Mark(of: processes)
            return false
        }
        guard now >= warmUntil else { return true }
        sentBefore = sent
        start = try Mark(of: processes)
        isMeasured.store(true, ordering: .relaxed)
        return true
    }
}
