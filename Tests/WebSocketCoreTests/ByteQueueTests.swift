import Testing

@testable import WebSocketCore

@Suite struct ByteQueueTests {
    private func append(_ bytes: [UInt8], to queue: inout ByteQueue) {
        bytes.withUnsafeBytes { queue.append($0) }
    }

    /// Copied out, because macros can't take a value that is not copyable.
    private func content(_ queue: borrowing ByteQueue) -> [UInt8] { Array(queue.bytes) }

    @Test func growsAndShrinks() {
        var queue = ByteQueue()
        #expect(content(queue) == [])
        append([], to: &queue)
        append([1, 2, 3, 4, 5], to: &queue)
        queue.removeFirst(2)
        queue.removeLast(1)
        #expect(content(queue) == [3, 4])
        queue.removeLast(10)
        let isEmpty = queue.isEmpty
        #expect(isEmpty)
        append([6], to: &queue)
        #expect(content(queue) == [6])
        queue.removeAll()
        #expect(content(queue) == [])
    }

    @Test func spaceIsFilledByHand() {
        var queue = ByteQueue()
        let space = queue.space(atLeast: 1000)
        #expect(space.count >= 1000)
        space.copyBytes(from: [7, 8, 9])
        queue.commit(2)
        #expect(content(queue) == [7, 8])
    }

    /// Against a plain array, with random steps.
    @Test func keepsOrder() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        var queue = ByteQueue()
        var model: [UInt8] = []
        for step in 0..<20_000 {
            switch random.number(0...9) {
            case 0...5:
                let bytes = random.bytes(random.number(0...700))
                append(bytes, to: &queue)
                model += bytes
            case 6...8:
                let taken = random.number(0...model.count)
                queue.removeFirst(taken)
                model.removeFirst(taken)
            default:
                let dropped = random.number(0...min(model.count, 50))
                queue.removeLast(dropped)
                model.removeLast(dropped)
            }
            if Array(queue.bytes) != model {
                Issue.record("seed \(seed), step \(step)")
                return
            }
        }
    }

    /// A queue that stays almost full while bytes pass through must not move them at each append.
    @Test func aFullQueueGrowsInsteadOfMoving() {
        var queue = ByteQueue()
        append([UInt8](repeating: 1, count: 256), to: &queue)
        queue.removeFirst(1)
        let room = queue.space(atLeast: 1).count
        #expect(room >= 200)
    }
}
