import SocketIOCore

/// What an application has said that it wants to know of one socket. Most sockets know few events, so that they
/// are searched from the front, by their bytes.
///
/// It is a class because a struct of so many arrays would be copied for every event. On the socket's loop.
final class HandlerTable {
    struct Entry<Handler> {
        let id: HandlerID
        let handler: Handler
        var isOnce = false
    }

    typealias Listener = @Sendable (IncomingEvent) -> Void
    typealias OutgoingListener = @Sendable (OutgoingEvent) -> Void
    typealias Middleware = @Sendable (IncomingEvent) async throws -> Void

    private struct Event {
        let name: [UInt8]
        var entries: [Entry<EventHandler>]
    }

    private var events: [Event] = []
    var any: [Entry<Listener>] = []
    var anyOutgoing: [Entry<OutgoingListener>] = []
    var middleware: [Entry<Middleware>] = []
    var disconnecting: [Entry<@Sendable (DisconnectReason) -> Void>] = []
    var disconnected: [Entry<@Sendable (DisconnectReason, String) -> Void>] = []
    var failed: [Entry<@Sendable (any Error) -> Void>] = []

    func add(_ entry: Entry<EventHandler>, to event: String) {
        let name = Array(event.utf8)
        if let index = events.firstIndex(where: { $0.name == name }) {
            events[index].entries.append(entry)
        } else {
            events.append(Event(name: name, entries: [entry]))
        }
    }

    func remove(event: String) {
        let name = Array(event.utf8)
        events.removeAll { $0.name == name }
    }

    func remove(_ id: HandlerID) {
        for index in events.indices { events[index].entries.removeAll { $0.id == id } }
        events.removeAll { $0.entries.isEmpty }
        any.removeAll { $0.id == id }
        anyOutgoing.removeAll { $0.id == id }
        middleware.removeAll { $0.id == id }
        disconnecting.removeAll { $0.id == id }
        disconnected.removeAll { $0.id == id }
        failed.removeAll { $0.id == id }
    }

    /// The handlers of an event.
    func entries(_ name: EventName, in message: RawSpan) -> [Entry<EventHandler>] {
        if name.form == .escaped {
            let text = Array(name.text(in: message).utf8)
            return events.first { $0.name == text }?.entries ?? []
        }
        return message.withUnsafeBytes { bytes in
            let wanted = UnsafeRawBufferPointer(rebasing: bytes[name.range])
            return events.first { $0.name.count == wanted.count && $0.name.elementsEqual(wanted) }?.entries ?? []
        }
    }

    /// Takes off those of these that wanted to hear of one event only.
    func removeOnce(_ entries: [Entry<EventHandler>]) {
        for entry in entries where entry.isOnce { remove(entry.id) }
    }
}
