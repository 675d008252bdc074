public import EngineIOCore

/// The request that opened a session.
public struct EngineHandshake: Sendable {
    /// The target of the request: path and query.
    public let target: String
    /// The query, decoded.
    public let query: Query
    /// The fields in order, names as written.
    public let fields: [(name: String, value: String)]
    /// The client's address as text, without port.
    public let remoteAddress: String
    /// The transport that the session opened on.
    public let transport: TransportName

    /// The first value of a field; names are compared without case.
    public subscript(field: String) -> String? {
        let name = field.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }
}
