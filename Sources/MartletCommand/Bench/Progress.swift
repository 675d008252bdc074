import Synchronization

/// What all loops tell the one who waits: how far things are, and what went wrong first.
final class Progress: Sendable {
    private let openedCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let heardCount = Atomic<Int>(0)
    private let trouble = Mutex<(fatal: BenchError?, firstFailure: (any Error)?)>((nil, nil))

    /// Connections that opened.
    var opened: Int { openedCount.load(ordering: .relaxed) }
    /// Connections that didn't.
    var failed: Int { failedCount.load(ordering: .relaxed) }
    /// Messages that came back, warm-up and all.
    var heard: Int { heardCount.load(ordering: .relaxed) }
    /// Why the first of the connections that failed did so.
    var firstFailure: (any Error)? { trouble.withLock { $0.firstFailure } }

    /// Counts a connection that opened.
    func connectionOpened() { openedCount.wrappingAdd(1, ordering: .relaxed) }

    /// Counts a message that came back.
    func messageHeard() { heardCount.wrappingAdd(1, ordering: .relaxed) }

    /// Counts a connection that was not opened.
    func connectionFailed(_ error: any Error) {
        trouble.withLock { $0.firstFailure = $0.firstFailure ?? error }
        failedCount.wrappingAdd(1, ordering: .relaxed)
        if BenchError.isFileLimit(error) { report(.tooManyFiles) }
    }

    /// Ends the run.
    func report(_ error: BenchError) {
        trouble.withLock { $0.fatal = $0.fatal ?? error }
    }

    /// Throws what ends the run.
    func check() throws(BenchError) {
        if let error = trouble.withLock({ $0.fatal }) { throw error }
    }
}
