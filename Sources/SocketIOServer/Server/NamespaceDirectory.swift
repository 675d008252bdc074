import Synchronization
import Transport

/// The namespaces of a server. Asked when a client joins one or leaves, never by an event.
final class NamespaceDirectory: Sendable {
    let configuration: SocketIOConfiguration
    let loopStates: [LoopState]
    private let loops: LoopGroup
    private let state = Mutex(State())

    private struct State {
        var namespaces: [String: Namespace] = [:]
        var dynamic: [DynamicNamespaces] = []
        /// Sockets that are in a namespace, or on their way in, by its name; of dynamic namespaces only.
        var uses: [String: Int] = [:]
    }

    init(_ loops: LoopGroup, _ configuration: SocketIOConfiguration) {
        self.loops = loops
        self.configuration = configuration
        loopStates = loops.loops.map { _ in LoopState() }
    }

    /// The namespace of this name, made to stay if there is none.
    func namespace(_ name: String) -> Namespace {
        let name = name.hasPrefix("/") ? name : "/" + name
        return state.withLock { state in
            state.uses[name] = nil
            return state.namespaces[name] ?? make(name, nil, &state)
        }
    }

    func add(_ matches: @escaping @Sendable (String, Handshake) -> Bool) -> DynamicNamespaces {
        let family = DynamicNamespaces(matches, payloadFormat: configuration.payloadFormat)
        state.withLock { $0.dynamic.append(family) }
        return family
    }

    /// The namespace that a client asks for, if it may be; ``leave(_:)`` it again.
    func enter(_ name: String, _ handshake: Handshake) -> Namespace? {
        let (known, families) = state.withLock { state in (use(name, &state), state.dynamic) }
        if let known { return known }
        // The application is asked without the lock.
        guard let family = families.first(where: { $0.matches(name, handshake) }) else { return nil }
        let (namespace, isNew) = state.withLock { state -> (Namespace?, Bool) in
            if let known = use(name, &state) { return (known, false) }
            guard state.uses.count < configuration.limits.maxDynamicNamespaces else { return (nil, false) }
            state.uses[name] = 1
            return (make(name, family, &state), true)
        }
        if isNew, let namespace { family.opened(namespace) }
        return namespace
    }

    /// A socket is no longer in a namespace.
    func leave(_ namespace: Namespace) {
        let isOver = state.withLock { state in
            guard let count = state.uses[namespace.name], state.namespaces[namespace.name] === namespace else {
                return false
            }
            state.uses[namespace.name] = count - 1
            guard count == 1 else { return false }
            state.uses[namespace.name] = nil
            state.namespaces[namespace.name] = nil
            return true
        }
        if isOver { namespace.family?.closed(namespace) }
    }

    private func use(_ name: String, _ state: inout State) -> Namespace? {
        guard let namespace = state.namespaces[name] else { return nil }
        if let count = state.uses[name] { state.uses[name] = count + 1 }
        return namespace
    }

    private func make(_ name: String, _ family: DynamicNamespaces?, _ state: inout State) -> Namespace {
        let namespace = Namespace(name, in: self, family, loops)
        state.namespaces[name] = namespace
        return namespace
    }
}
