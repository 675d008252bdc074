import EngineIOCore
import Synchronization
import Transport

/// The sessions of a server by id. Asked by every request on whichever thread it comes; changed when a session
/// opens or ends, never by a message.
final class SessionDirectory: Sendable {
    private let sessions = Mutex<[String: Entry]>([:])

    private struct Entry {
        var session: EngineSession
        var transport: TransportName
    }

    var count: Int { sessions.withLock { $0.count } }

    var all: [EngineSession] { sessions.withLock { $0.values.map(\.session) } }

    subscript(id: String) -> EngineSession? { sessions.withLock { $0[id]?.session } }

    func transport(of id: String) -> TransportName? { sessions.withLock { $0[id]?.transport } }

    func insert(_ session: EngineSession, _ transport: TransportName) {
        sessions.withLock { $0[session.id] = Entry(session: session, transport: transport) }
    }

    func upgrade(_ id: String) {
        sessions.withLock { $0[id]?.transport = .websocket }
    }

    func remove(_ id: String) {
        _ = sessions.withLock { $0.removeValue(forKey: id) }
    }
}
