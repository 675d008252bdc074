public import SocketIOCore
import Transport

// Handlers are called on the socket's loop, one after another in the order of the events. A handler that isn't
// async must not block. What a handler throws goes to `onError`; the client is then not answered.

extension Socket {
    /// Calls `handler` with the decoded arguments of each such event.
    @discardableResult
    public func on<each Argument: Decodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Void
    ) -> HandlerID { add(.typed(handler), to: event) }

    /// Calls `handler` with the decoded arguments of each such event, and answers with what it returns.
    @discardableResult
    public func on<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Answer
    ) -> HandlerID { add(.typed(handler), to: event) }

    /// Calls `handler` with the decoded arguments of each such event. Later events of this socket wait for it.
    @discardableResult
    public func on<each Argument: Decodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) -> HandlerID { add(.typed(handler), to: event) }

    /// Calls `handler` with the decoded arguments of each such event, and answers with what it returns. Later events
    /// of this socket wait for it.
    @discardableResult
    public func on<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Answer
    ) -> HandlerID { add(.typed(handler), to: event) }

    /// Calls `handler` with each such event, which it may answer when it likes.
    @discardableResult
    public func onEvent(
        _ event: String,
        _ handler: @escaping @Sendable (IncomingEvent) throws -> Void
    ) -> HandlerID { add(.sync(handler), to: event) }

    /// Calls `handler` with each such event, which it may answer when it likes. Later events of this socket wait for
    /// it.
    @discardableResult
    public func onEvent(
        _ event: String,
        _ handler: @escaping @Sendable (IncomingEvent) async throws -> Void
    ) -> HandlerID { add(.async(handler), to: event) }

    /// Calls `handler` with each such event and its arguments as they came, which are valid only during the call:
    /// JSON values with commas between them, or MessagePack values in a row. The fastest way.
    @discardableResult
    public func onRaw(
        _ event: String,
        _ handler: @escaping @Sendable (RawEvent, RawSpan) -> Void
    ) -> HandlerID { add(.raw(handler), to: event) }
}

extension Socket {
    /// As ``on(_:_:)-…``, for the next such event only.
    @discardableResult
    public func once<each Argument: Decodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Void
    ) -> HandlerID { add(.typed(handler), to: event, isOnce: true) }

    /// As ``on(_:_:)-…``, for the next such event only.
    @discardableResult
    public func once<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Answer
    ) -> HandlerID { add(.typed(handler), to: event, isOnce: true) }

    /// As ``on(_:_:)-…``, for the next such event only.
    @discardableResult
    public func once<each Argument: Decodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) -> HandlerID { add(.typed(handler), to: event, isOnce: true) }

    /// As ``on(_:_:)-…``, for the next such event only.
    @discardableResult
    public func once<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ event: String,
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Answer
    ) -> HandlerID { add(.typed(handler), to: event, isOnce: true) }
}

extension Socket {
    /// Calls `listener` with every event that comes, before its handlers.
    @discardableResult
    public func onAny(_ listener: @escaping @Sendable (IncomingEvent) -> Void) -> HandlerID {
        add { $0.any.append(.init(id: $1, handler: listener)) }
    }

    /// Calls `listener` with every event that is sent to this socket, those of broadcasts too.
    @discardableResult
    public func onAnyOutgoing(_ listener: @escaping @Sendable (OutgoingEvent) -> Void) -> HandlerID {
        add { $0.anyOutgoing.append(.init(id: $1, handler: listener)) }
    }

    /// Asks `middleware` about every event before its listeners and handlers. An event for which it throws is
    /// dropped; ``onError(_:)`` is told.
    @discardableResult
    public func use(_ middleware: @escaping @Sendable (IncomingEvent) async throws -> Void) -> HandlerID {
        add { $0.middleware.append(.init(id: $1, handler: middleware)) }
    }

    /// Calls `handler` when the socket is about to be disconnected: it is still in its rooms.
    @discardableResult
    public func onDisconnecting(_ handler: @escaping @Sendable (DisconnectReason) -> Void) -> HandlerID {
        add { $0.disconnecting.append(.init(id: $1, handler: handler)) }
    }

    /// Calls `handler` when the socket is disconnected, behind the events that came before: with the reason, and what
    /// there is to say beside it, such as the limit that was exceeded. It is the last call.
    @discardableResult
    public func onDisconnect(_ handler: @escaping @Sendable (DisconnectReason, String) -> Void) -> HandlerID {
        add { $0.disconnected.append(.init(id: $1, handler: handler)) }
    }

    /// Calls `handler` with what handlers and middleware throw, arguments of a wrong type among it, and with
    /// ``SocketError``. Without one they are logged at the level debug.
    @discardableResult
    public func onError(_ handler: @escaping @Sendable (any Error) -> Void) -> HandlerID {
        add { $0.failed.append(.init(id: $1, handler: handler)) }
    }

    /// Takes a handler off, whatever it was for.
    public func off(_ id: HandlerID) { change { $0.remove(id) } }

    /// Takes all handlers of an event off.
    public func off(_ event: String) { change { $0.remove(event: event) } }

    /// Takes off all listeners to every event that comes.
    public func offAny() { change { $0.any = [] } }

    /// Takes off all listeners to every event that is sent.
    public func offAnyOutgoing() { change { $0.anyOutgoing = [] } }

    private func add(_ handler: EventHandler, to event: String, isOnce: Bool = false) -> HandlerID {
        add { $0.add(.init(id: $1, handler: handler, isOnce: isOnce), to: event) }
    }

    private func add(_ body: @escaping @Sendable (HandlerTable, HandlerID) -> Void) -> HandlerID {
        let id = HandlerID()
        change { body($0, id) }
        return id
    }

    private func change(_ body: @escaping @Sendable (HandlerTable) -> Void) {
        guard loop.isCurrent else { return loop.execute { self.change(body) } }
        guard phase != .gone else { return }
        body(handlers)
        chooseWay()
    }
}
