import HeapModule

/// Something to do at a time, on the loop that made it.
public final class LoopTimer: Comparable {
    let deadline: UInt64
    private var body: (() -> Void)?

    init(deadline: UInt64, _ body: @escaping () -> Void) {
        self.deadline = deadline
        self.body = body
    }

    /// Does nothing when the time comes. To be called on the loop.
    public func cancel() { body = nil }

    func fire() {
        let body = body
        self.body = nil
        body?()
    }

    /// Orders timers by their time.
    public static func < (left: LoopTimer, right: LoopTimer) -> Bool { left.deadline < right.deadline }
    /// Whether this is the same timer.
    public static func == (left: LoopTimer, right: LoopTimer) -> Bool { left === right }
}

/// The timers of one loop, soonest first.
struct TimerQueue {
    private var heap = Heap<LoopTimer>()

    var nextDeadline: UInt64? { heap.min?.deadline }

    mutating func insert(_ timer: LoopTimer) { heap.insert(timer) }

    mutating func popDue(_ now: UInt64) -> LoopTimer? {
        guard let deadline = nextDeadline, deadline <= now else { return nil }
        return heap.popMin()
    }
}
