import SocketIOCore
import Synchronization

/// What an application does on an event.
enum EventHandler: Sendable {
    /// Gets the arguments as they came.
    case raw(@Sendable (RawEvent, RawSpan) -> Void)
    /// Returns before anything else happens on the loop.
    case sync(@Sendable (IncomingEvent) throws -> Void)
    /// Takes its time; later events of the socket wait.
    case async(@Sendable (IncomingEvent) async throws -> Void)

    var isAsync: Bool { if case .async = self { true } else { false } }

    static func typed<each Argument: Decodable & Sendable>(
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Void
    ) -> EventHandler {
        .sync { event in
            let arguments = try event.decode(repeat (each Argument).self)
            try handler(repeat each arguments)
        }
    }

    static func typed<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ handler: @escaping @Sendable (repeat each Argument) throws -> Answer
    ) -> EventHandler {
        .sync { event in
            let arguments = try event.decode(repeat (each Argument).self)
            let answer = try handler(repeat each arguments)
            try event.acknowledgement?.answer(answer)
        }
    }

    static func typed<each Argument: Decodable & Sendable>(
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) -> EventHandler {
        .async { event in
            let arguments = try event.decode(repeat (each Argument).self)
            try await handler(repeat each arguments)
        }
    }

    static func typed<each Argument: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ handler: @escaping @Sendable (repeat each Argument) async throws -> Answer
    ) -> EventHandler {
        .async { event in
            let arguments = try event.decode(repeat (each Argument).self)
            let answer = try await handler(repeat each arguments)
            try event.acknowledgement?.answer(answer)
        }
    }
}

/// Names a handler, so that it can be taken off again.
public struct HandlerID: Hashable, Sendable {
    private let number: UInt64
    private static let last = Atomic<UInt64>(0)

    init() { number = Self.last.wrappingAdd(1, ordering: .relaxed).newValue }
}
