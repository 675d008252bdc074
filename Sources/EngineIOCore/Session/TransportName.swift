/// The transports of Engine.IO v4 that are spoken here, by their names in queries and open packets.
public enum TransportName: String, Sendable, CaseIterable {
    /// HTTP long-polling.
    case polling
    /// A WebSocket.
    case websocket
}
