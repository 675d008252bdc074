import Synchronization
import WebSocketCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One thread that owns connections for life. Their state is touched here only, so it needs no locks.
///
/// A pass of the loop reads from every connection that is ready, runs the work that was handed over, and then
/// sends all that each connection has to say in one go (`Outbox`). A loop is also an executor: an async
/// function that prefers it runs between the passes without leaving the thread.
public final class Loop: @unchecked Sendable {
    /// The place of this loop in its group, from 0.
    public let index: Int

    /// Nanoseconds on the monotonic clock at the start of this pass.
    package private(set) var now: UInt64 = 0

    let outbox = Outbox()
    let compression = CompressionPool()
    let heartbeat = Heartbeat()
    private var masks: [UInt32] = []
    let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    private let poller: Poller
    private var wires = WireTable()
    private var timers = TimerQueue()
    private let inbox = Mutex(Inbox())
    private var work: [Work] = []
    private let thread = Atomic<UInt>(0)

    private struct Inbox {
        var work: [Work] = []
        var isStopped = false
    }

    private enum Work: Sendable {
        case closure(@Sendable () -> Void)
        case job(UnownedJob)
    }

    init(index: Int) throws(SocketError) {
        self.index = index
        poller = try Poller()
    }

    deinit { receiveBuffer.deallocate() }

    /// Whether the caller runs on this loop.
    public var isCurrent: Bool { thread.load(ordering: .relaxed) == Self.currentThread() }

    private static func currentThread() -> UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    /// Runs `body` on the loop, after all that was handed over before.
    public func execute(_ body: @escaping @Sendable () -> Void) {
        enqueue(.closure(body))
    }

    /// Runs `body` on the loop and waits for what it returns.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { done in
            execute { done.resume(returning: body()) }
        }
    }

    /// Runs `body` on the loop when `delay` is over. To be called on the loop.
    ///
    /// - Returns: a timer to cancel it by.
    @discardableResult
    public func schedule(after delay: Duration, _ body: @escaping () -> Void) -> LoopTimer {
        let timer = LoopTimer(deadline: Self.clock() &+ delay.wholeNanoseconds, body)
        timers.insert(timer)
        return timer
    }

    private func enqueue(_ item: Work) {
        let mustWake = inbox.withLock { inbox in
            inbox.work.append(item)
            return inbox.work.count == 1
        }
        if mustWake { poller.wake() }
    }

    // MARK: The pass

    /// Runs until ``stop()``. Takes the calling thread.
    func run() {
        thread.store(Self.currentThread(), ordering: .relaxed)
        while !inbox.withLock({ $0.isStopped && $0.work.isEmpty }) {
            let ready = poller.wait(milliseconds: millisecondsToNextTimer())
            now = Self.clock()
            for index in 0..<ready {
                guard let (token, reads, writes) = poller.event(index) else { continue }
                if writes { wires[token]?.writable() }
                if reads { wires[token]?.readable() }
            }
            runWork()
            while let timer = timers.popDue(now) { timer.fire() }
            outbox.endPass()
        }
    }

    /// Ends ``run()`` when all that was handed over is done.
    func stop() {
        inbox.withLock { $0.isStopped = true }
        poller.wake()
    }

    private func runWork() {
        inbox.withLock { swap(&work, &$0.work) }
        for item in work {
            switch item {
            case .closure(let body): body()
            case .job(let job):
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
        work.removeAll(keepingCapacity: work.capacity <= 1024)
    }

    private func millisecondsToNextTimer() -> Int32 {
        guard let deadline = timers.nextDeadline else { return -1 }
        let now = Self.clock()
        // Rounded up: waking a moment too early would spin.
        return deadline > now ? Int32(clamping: (deadline - now) / 1_000_000 + 1) : 0
    }

    private static func clock() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    // MARK: WebSockets

    /// Closes every WebSocket that a client opened here with 1001, each at a random moment within `duration`.
    /// From any thread.
    func closeAll(over duration: Duration) {
        execute {
            for socket in self.heartbeat.all where socket.role == .server {
                let wait = Duration.nanoseconds(Int64.random(in: 0...Int64(clamping: duration.wholeNanoseconds)))
                self.schedule(after: wait) { socket.close(.goingAway, reason: "server is going away") }
            }
        }
    }

    /// Random bytes for masking keys (RFC 6455 §5.3), fetched from the system by the page.
    func nextMask() -> UInt32 {
        if masks.isEmpty {
            var generator = SystemRandomNumberGenerator()
            for _ in 0..<128 {
                let word = generator.next()
                masks += [UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32)]
            }
        }
        return masks.removeLast()
    }

    // MARK: Descriptors

    /// Watches the wire's descriptor. To be called on the loop.
    func add(_ wire: SocketWire) throws(SocketError) {
        wire.token = wires.insert(wire)
        do {
            try poller.add(wire.descriptor, token: wire.token)
        } catch {
            wires.remove(wire.token)
            throw error
        }
    }

    func change(_ wire: SocketWire, reads: Bool, writes: Bool) {
        poller.change(wire.descriptor, token: wire.token, reads: reads, writes: writes)
    }

    func remove(_ wire: SocketWire) {
        poller.remove(wire.descriptor)
        wires.remove(wire.token)
    }
}

extension Loop: SerialExecutor, TaskExecutor {
    /// Runs a job of Swift's concurrency on this loop.
    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.job(UnownedJob(job)))
    }

    /// This loop, for actors that live on it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// This loop, for tasks that prefer it.
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor {
        UnownedTaskExecutor(ordinary: self)
    }

    /// For `assumeIsolated` of actors on this loop.
    public func checkIsolated() {
        precondition(isCurrent, "not on the loop")
    }
}
