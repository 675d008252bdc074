import DequeModule
import SocketIOCore

/// An event that waits for handlers, with its bytes.
struct QueuedEvent: Sendable {
    let event: Packet.Event
    let message: [UInt8]
    let attachments: [[UInt8]]

    /// Counted for every event besides its bytes, so that many small ones run out too.
    private static let overhead = 64

    var size: Int { attachments.reduce(message.count + Self.overhead) { $0 + $1.count } }
}

/// What waits while an async handler of a socket runs.
struct EventQueue {
    enum Item: Sendable {
        case event(QueuedEvent)
        case work(@Sendable () async -> Void)

        var size: Int { if case .event(let event) = self { event.size } else { 0 } }
    }

    private var items: Deque<Item> = []
    private(set) var byteCount = 0
    /// Whether the client is held back for this.
    var isHoldingBack = false

    mutating func append(_ item: Item) {
        items.append(item)
        byteCount += item.size
    }

    mutating func next() -> Item? {
        guard let item = items.popFirst() else { return nil }
        byteCount -= item.size
        return item
    }

    mutating func clear() {
        items = []
        byteCount = 0
    }
}
