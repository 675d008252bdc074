import Synchronization

/// What an application does with the sockets that come to a namespace.
final class NamespaceHooks: Sendable {
    enum Handler: Sendable {
        case sync(@Sendable (Socket) -> Void)
        case async(@Sendable (Socket) async -> Void)
    }

    private struct State {
        var middleware: [Namespace.Middleware] = []
        var handlers: [Handler] = []
    }

    private let state = Mutex(State())

    var middleware: [Namespace.Middleware] { state.withLock { $0.middleware } }

    func add(_ middleware: @escaping Namespace.Middleware) { state.withLock { $0.middleware.append(middleware) } }

    func add(_ handler: Handler) { state.withLock { $0.handlers.append(handler) } }

    /// Tells of a socket. On its loop.
    func connected(_ socket: Socket) {
        for handler in state.withLock({ $0.handlers }) {
            switch handler {
            case .sync(let handler): socket.afterEvents { handler(socket) }
            case .async(let handler): socket.inTurn { await handler(socket) }
            }
        }
    }
}
