import SocketIOCore
import Synchronization
import Transport

/// The broadcasts that await acknowledgements on one loop; touched on that loop only.
final class Asks: @unchecked Sendable {
    private struct Ask {
        var awaited: Set<ObjectIdentifier>
        let answered: @Sendable ([Value]) -> Void
    }

    private var asks: [UInt64: Ask] = [:]

    /// From here on ids are those of broadcasts, so that they are no socket's own. All fit into 31 bits, as some
    /// clients have no larger integers.
    private static let firstID: UInt64 = 1 << 30
    private static let count = Atomic<UInt64>(0)

    static func nextID() -> UInt64 {
        firstID + count.wrappingAdd(1, ordering: .relaxed).oldValue % firstID
    }

    func add(_ id: UInt64, awaiting sockets: [Socket], _ answered: @escaping @Sendable ([Value]) -> Void) {
        guard !sockets.isEmpty else { return }
        asks[id] = Ask(awaited: Set(sockets.map { ObjectIdentifier($0) }), answered: answered)
    }

    func remove(_ id: UInt64) { asks[id] = nil }

    /// Takes the answer of a socket.
    ///
    /// - Returns: whether it was awaited.
    func answer(_ id: UInt64, from socket: Socket, _ values: () -> [Value]) -> Bool {
        guard id >= Self.firstID, asks[id]?.awaited.remove(ObjectIdentifier(socket)) != nil else { return false }
        asks[id]?.answered(values())
        if asks[id]?.awaited.isEmpty == true { asks[id] = nil }
        return true
    }
}
