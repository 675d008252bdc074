import Synchronization

/// What came, in order, to be waited for. The test's own time limit ends a wait in vain.
final class Mailbox<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var reader: CheckedContinuation<Item, Never>?
    }

    private let state = Mutex(State())

    func put(_ item: Item) {
        let reader = state.withLock { state -> CheckedContinuation<Item, Never>? in
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            state.items.append(item)
            return nil
        }
        reader?.resume(returning: item)
    }

    var hasItems: Bool { state.withLock { !$0.items.isEmpty } }

    func next() async -> Item {
        await withCheckedContinuation { continuation in
            let item = state.withLock { state -> Item? in
                guard state.items.isEmpty else { return state.items.removeFirst() }
                state.reader = continuation
                return nil
            }
            if let item { continuation.resume(returning: item) }
        }
    }

    func next(_ count: Int) async -> [Item] {
        var items: [Item] = []
        for _ in 0..<count { items.append(await next()) }
        return items
    }
}

/// Comes back when the condition holds; the test's own time limit ends a wait in vain.
func waitUntil(_ condition: () async -> Bool) async {
    while !(await condition()) { try? await Task.sleep(for: .milliseconds(2)) }
}
