public import SocketIOCore
import Synchronization

extension BroadcastOperator {
    /// Sends an event to all who are chosen, and awaits their acknowledgements.
    ///
    /// - Returns: the first value of each answer, in the order in which they came.
    /// - Throws: ``BroadcastTimeout`` with the answers so far, if not all are there in time: that of ``timeout(_:)``,
    ///   or of the setting `broadcastTimeout`; or what encoding and decoding throws.
    public func emitWithAck<each Argument: Encodable, Answer: Decodable & Sendable>(
        _ event: String,
        _ arguments: repeat each Argument,
        answering: Answer.Type = Answer.self
    ) async throws -> [Answer] {
        let values = try ValueEncoder().encode(arguments: repeat each arguments)
        let answers = try await ask(OutgoingEvent(event, values, as: payloadFormat))
        return try answers.map { try ValueDecoder().decode(arguments: $0, as: Answer.self) }
    }

    /// Sends an event to all who are chosen, and awaits the values of their acknowledgements, as
    /// ``emitWithAck(_:_:answering:)``.
    public func emitWithAck(_ event: String, values: [Value]) async throws -> [[Value]] {
        try await ask(OutgoingEvent(event, values, as: payloadFormat))
    }

    private func ask(_ event: OutgoingEvent) async throws -> [[Value]] {
        let (adapter, options) = (namespace.adapter, options)
        let servers = options.flags.isLocal ? 1 : await adapter.serverCount()
        let timeout = namespace.timeout(options.flags)
        return try await withCheckedThrowingContinuation { done in
            let answers = Answers(servers: servers, done)
            adapter.broadcastWithAck(
                event,
                options,
                timeout: timeout,
                asked: { answers.asked($0) },
                answered: { answers.add($0) }
            )
            Task {
                try? await Task.sleep(for: timeout)
                answers.timeOut()
            }
        }
    }
}

/// The acknowledgements of one broadcast.
private final class Answers: Sendable {
    typealias Done = CheckedContinuation<[[Value]], any Error>

    private struct State {
        var done: Done?
        /// Servers that haven't told yet how many clients they ask.
        var servers: Int
        var asked = 0
        var answers: [[Value]] = []
    }

    private let state: Mutex<State>

    init(servers: Int, _ done: Done) { state = Mutex(State(done: done, servers: servers)) }

    func asked(_ count: Int) {
        change { state in
            state.servers -= 1
            state.asked += count
        }
    }

    func add(_ answer: [Value]) {
        change { $0.answers.append(answer) }
    }

    func timeOut() {
        let (done, error) = state.withLock { state in
            defer { state.done = nil }
            return (state.done, BroadcastTimeout(answers: state.answers, asked: state.asked))
        }
        done?.resume(throwing: error)
    }

    private func change(_ body: (inout State) -> Void) {
        let (done, answers) = state.withLock { state -> (Done?, [[Value]]) in
            body(&state)
            guard state.servers <= 0, state.answers.count >= state.asked else { return (nil, []) }
            defer { state.done = nil }
            return (state.done, state.answers)
        }
        done?.resume(returning: answers)
    }
}
