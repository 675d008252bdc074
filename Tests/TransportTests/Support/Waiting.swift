import Synchronization

/// A value that one closure leaves for another.
final class Box<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)
    var value: Value? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

/// Comes back when the condition holds; the test's own time limit ends a wait in vain.
func waitUntil(_ condition: () async -> Bool) async {
    while !(await condition()) { try? await Task.sleep(for: .milliseconds(2)) }
}
