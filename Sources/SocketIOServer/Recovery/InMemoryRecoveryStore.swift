import DequeModule
import EngineIOServer
import Synchronization

/// Keeps events and sessions in memory. Nothing survives the process.
public final class InMemoryRecoveryStore: RecoveryStore {
    private struct State {
        /// Consecutive.
        var events: Deque<Kept> = []
        var byteCount = 0
        var nextSequence: UInt64 = 1
        var sessions: [String: Parked] = [:]
        /// The order in which they were saved, with some that are taken out again.
        var order: Deque<(pid: String, at: ContinuousClock.Instant)> = []
    }

    private struct Kept {
        let logged: LoggedEvent
        let at: ContinuousClock.Instant
        var size: Int { logged.event.arguments.count + logged.event.attachments.reduce(128) { $0 + $1.count } }
    }

    private struct Parked {
        let session: SavedSession
        let at: ContinuousClock.Instant
    }

    private let configuration: RecoveryConfiguration
    /// Tells the offsets of this store from those of another, as of the process before.
    private let epoch = Identifier.make().prefix(8)
    private let state = Mutex(State())

    /// An empty store with these bounds.
    public init(_ configuration: RecoveryConfiguration = RecoveryConfiguration()) {
        self.configuration = configuration
    }

    /// Puts an event into the log, and delivers it before the next can come.
    public func append(
        _ event: OutgoingEvent,
        _ options: BroadcastOptions,
        deliver: @escaping @Sendable (LoggedEvent) -> Void
    ) {
        let now = ContinuousClock.now
        state.withLock { state in
            let sequence = state.nextSequence
            state.nextSequence += 1
            let offset = "\(epoch)-\(sequence)"
            let logged = LoggedEvent(sequence: sequence, offset: offset, event: event, options: options)
            let kept = Kept(logged: logged, at: now)
            state.events.append(kept)
            state.byteCount += kept.size
            forget(&state, now)
            deliver(logged)
        }
    }

    /// Keeps the state of a socket.
    public func save(_ session: SavedSession) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.sessions[session.pid] = Parked(session: session, at: now)
            state.order.append((session.pid, now))
            forget(&state, now)
        }
    }

    /// Takes a state out; nil if there is none, or it is too old.
    public func take(_ pid: String) async -> SavedSession? {
        let now = ContinuousClock.now
        return state.withLock { state in
            guard let parked = state.sessions.removeValue(forKey: pid) else { return nil }
            return parked.at + configuration.maxDisconnectionDuration >= now ? parked.session : nil
        }
    }

    /// The events behind an offset that concern a session; nil if the offset is no longer known.
    public func missed(after offset: String, by session: SavedSession) async -> MissedEvents? {
        let parts = offset.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.last, let sequence = UInt64(last),
            offset == "\(epoch)-\(sequence)"
        else { return nil }
        return state.withLock { state in
            let through = state.nextSequence - 1
            // The event of the offset itself need not be there any more, but the one behind it.
            guard let oldest = state.events.first?.logged.sequence else {
                return sequence == through ? MissedEvents([], through: through) : nil
            }
            guard sequence <= through, sequence + 1 >= oldest else { return nil }
            let newer = state.events.dropFirst(Int(sequence + 1 - oldest))
            let missed = newer.lazy.map(\.logged).filter { $0.concerns(session) }
            return MissedEvents(Array(missed), through: through)
        }
    }

    /// Forgets what is beyond the bounds.
    private func forget(_ state: inout State, _ now: ContinuousClock.Instant) {
        let horizon = now - configuration.maxDisconnectionDuration
        while let oldest = state.events.first,
            state.events.count > configuration.maxEvents || state.byteCount > configuration.maxBytes
                || oldest.at < horizon
        {
            state.byteCount -= oldest.size
            state.events.removeFirst()
        }
        while let (pid, at) = state.order.first, state.sessions.count > configuration.maxSessions || at < horizon {
            if state.sessions[pid]?.at == at { state.sessions[pid] = nil }
            state.order.removeFirst()
        }
    }
}
