import Synchronization

/// Whether new work should be sent here; a load balancer asks.
final class Readiness: Sendable {
    private let ready = Atomic(true)

    var isReady: Bool { ready.load(ordering: .relaxed) }

    /// From here on it shouldn't.
    ///
    /// - Returns: whether this is the first to say so.
    func end() -> Bool { ready.exchange(false, ordering: .relaxed) }
}
