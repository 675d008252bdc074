public import SocketIOCore
import Synchronization

/// Events between the servers of a cluster, of one namespace.
public final class ServerSideEvents: Sendable {
    /// Handles an event of another server.
    ///
    /// - Returns: what that server is answered, if it awaits it.
    public typealias Handler = @Sendable ([Value]) async throws -> [Value]

    private let handlers = Mutex<[String: Handler]>([:])

    init() {}

    /// Calls `handler` with each event of this name that another server emits, in place of the handler before.
    public func on(_ event: String, _ handler: @escaping Handler) { handlers.withLock { $0[event] = handler } }

    /// Handles no events of this name any more.
    public func off(_ event: String) { handlers.withLock { _ = $0.removeValue(forKey: event) } }

    /// Takes an event that an adapter has got from another server.
    ///
    /// - Returns: the answer; nil if there is no handler for it.
    public func receive(_ event: String, _ values: [Value]) async throws -> [Value]? {
        guard let handler = handlers.withLock({ $0[event] }) else { return nil }
        return try await handler(values)
    }
}

extension Namespace {
    /// Emits an event to the other servers, where ``ServerSideEvents/on(_:_:)`` of ``serverSide`` gets it.
    public func serverSideEmit<each Argument: Encodable>(
        _ event: String,
        _ arguments: repeat each Argument
    ) throws {
        adapter.serverSideEmit(try serverSideEvent(event, repeat each arguments))
    }

    /// Emits an event to the other servers, and returns what each answers; nothing if this server is alone.
    ///
    /// - Throws: if not all answer in time.
    public func serverSideEmitWithAck<each Argument: Encodable>(
        _ event: String,
        _ arguments: repeat each Argument
    ) async throws -> [[Value]] {
        try await adapter.serverSideEmitWithAck(try serverSideEvent(event, repeat each arguments))
    }

    private func serverSideEvent<each Argument: Encodable>(
        _ event: String,
        _ arguments: repeat each Argument
    ) throws -> OutgoingEvent {
        let values = try ValueEncoder().encode(arguments: repeat each arguments)
        return try OutgoingEvent(event, values, as: payloadFormat)
    }
}
