public import SocketIOCore

/// A socket together with how events are sent to it.
public struct SocketEmitter: EventEmitter, Sendable {
    /// The socket.
    public let socket: Socket
    private(set) var flags = BroadcastFlags()

    init(_ socket: Socket) { self.socket = socket }

    private func with(_ change: (inout BroadcastFlags) -> Void) -> SocketEmitter {
        var emitter = self
        change(&emitter.flags)
        return emitter
    }

    /// The event may be dropped if the client can't take it now.
    public var volatile: SocketEmitter { with { $0.isVolatile = true } }

    /// Whether the event may be compressed where that is agreed.
    public func compress(_ compress: Bool) -> SocketEmitter { with { $0.compress = compress } }

    /// How long an acknowledgement is awaited.
    public func timeout(_ timeout: Duration) -> SocketEmitter { with { $0.timeout = timeout } }

    /// All sockets of the namespace but this one.
    public var broadcast: BroadcastOperator { to([]) }

    /// The members of these rooms, this socket aside.
    public func to(_ rooms: String...) -> BroadcastOperator { to(Set(rooms)) }

    /// All sockets of the namespace but this one and the members of these rooms.
    public func except(_ rooms: String...) -> BroadcastOperator { except(Set(rooms)) }

    func to(_ rooms: Set<String>) -> BroadcastOperator {
        BroadcastOperator(socket.namespace, BroadcastOptions(rooms: rooms, except: [socket.id], flags: flags))
    }

    func except(_ rooms: Set<String>) -> BroadcastOperator {
        BroadcastOperator(socket.namespace, BroadcastOptions(except: rooms.union([socket.id]), flags: flags))
    }

    /// The format in which arguments are to be encoded.
    public var payloadFormat: PayloadFormat { socket.payloadFormat }

    /// Sends an event to the client. Nothing happens on a socket that is not connected.
    public func emit(_ event: OutgoingEvent) { socket.emit(event, flags) }

    /// Sends an event and awaits its acknowledgement: see ``Socket/emitWithAck(_:_:answering:)``.
    public func emitWithAck<each Argument: Encodable, Answer: Decodable & Sendable>(
        _ event: String,
        _ arguments: repeat each Argument,
        answering: Answer.Type = Answer.self
    ) async throws -> Answer {
        let values = try ValueEncoder().encode(arguments: repeat each arguments)
        let outgoing = try OutgoingEvent(event, values, as: payloadFormat)
        let (socket, flags) = (socket, flags)
        let answer = try await withCheckedThrowingContinuation { done in
            socket.ask(outgoing, flags) { done.resume(with: $0) }
        }
        return try ValueDecoder().decode(arguments: answer, as: Answer.self)
    }

    /// Sends an event and calls `completion` with the values of the acknowledgement: see
    /// ``Socket/emit(_:values:completion:)``.
    public func emit(
        _ event: String,
        values: [Value],
        completion: @escaping @Sendable (Result<[Value], AcknowledgementError>) -> Void
    ) throws {
        socket.ask(try OutgoingEvent(event, values, as: payloadFormat), flags, completion)
    }
}
