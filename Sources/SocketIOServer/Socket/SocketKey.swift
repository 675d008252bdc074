public import SocketIOCore
import Synchronization

/// The name and type of something that an application keeps with a socket.
///
/// ```swift
/// extension SocketKey where Item == String { static var nickname: Self { .init("nickname") } }
/// socket[.nickname] = "ann"
/// ```
public struct SocketKey<Item: Codable>: Sendable {
    /// The member of ``Socket/data`` that holds it.
    public let name: String

    /// Makes a key.
    public init(_ name: String) { self.name = name }
}

extension Socket {
    /// What the application keeps with this socket. It comes back with a recovered socket, and other servers see it
    /// in ``RemoteSocket/data``. From any thread.
    public var data: Object {
        get { kept.withLock { $0.data } }
        set { kept.withLock { $0.data = newValue } }
    }

    /// One thing that the application keeps with this socket; nil if there is none, or one of another type. Setting
    /// what can't be encoded removes it. From any thread.
    public subscript<Item: Codable>(key: SocketKey<Item>) -> Item? {
        get { data[key.name].flatMap { try? ValueDecoder().decode(Item.self, from: $0) } }
        set {
            let value = newValue.flatMap { try? ValueEncoder().encode($0) }
            kept.withLock { $0.data[key.name] = value }
        }
    }
}
