import Synchronization

/// Hears what the sender sends, and is the sender itself in one case.
final class FanoutClient: LoadClient {
    private let share: RoundShare
    private var count = 0

    init(_ lane: Lane, _ share: RoundShare) {
        self.share = share
        super.init(lane)
    }

    override func replied() {
        count += 1
        share.heard(count, lane)
    }
}

/// One loop's share of each round. Touched on that loop only.
final class RoundShare: @unchecked Sendable {
    private unowned let rounds: Rounds
    /// Deliveries that this loop's clients hear in a round.
    private var size = 0
    private var missing = 0

    init(_ rounds: Rounds) {
        self.rounds = rounds
    }

    /// Sets out with the clients that are there.
    ///
    /// - Returns: whether there are any.
    func begin(_ lane: Lane, window: Int) -> Bool {
        lane.meter.start()
        size = lane.clients.count * window
        missing = size
        return size > 0
    }

    /// A client heard its message of this number.
    func heard(_ number: Int, _ lane: Lane) {
        guard number <= rounds.sent.load(ordering: .relaxed) else { return lane.progress.report(.unasked) }
        if rounds.isMeasured.load(ordering: .relaxed) {
            lane.meter.record(since: rounds.startedAt.load(ordering: .relaxed), now: MonotonicClock.now())
        }
        missing -= 1
        guard missing == 0 else { return }
        missing = size
        rounds.shareEnded()
    }
}
