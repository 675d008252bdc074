import EngineIOCore
import EngineIOServer
import SocketIOCore
import Transport

/// What goes on between CONNECT and its answer. On the loop.
final class Join: @unchecked Sendable {
    fileprivate(set) var socket: Socket
    fileprivate var task: Task<Void, Never>?
    fileprivate var timer: LoopTimer?

    fileprivate init(_ socket: Socket) { self.socket = socket }

    /// The connection has ended.
    func cancel() {
        task?.cancel()
        timer?.cancel()
        socket.end(.transportClose)
        socket.namespace.leave()
    }
}

extension Client {
    /// The client asks to be let into a namespace.
    func join(_ index: NamespaceIndex, auth: Value?) {
        guard let session, let name = connection?.name(of: index) else { return }
        var object = Object()
        if case .object(let members)? = auth { object = members }
        let handshake = Handshake(request: session.handshake, auth: object)
        guard let namespace = directory.enter(name, handshake) else {
            return refuse(index, in: name, .invalidNamespace)
        }
        let socket = Socket(
            namespace: namespace,
            client: self,
            loop: session.loop,
            index: index,
            handshake: handshake
        )
        let request = namespace.recovery == nil ? nil : RecoveryRequest(auth: .object(object))
        let middleware = namespace.middleware
        guard request != nil || !middleware.isEmpty else { return admit(socket, nil) }
        let join = Join(socket)
        joins[index] = join
        let limits = configuration.limits.connection
        join.timer = session.loop.schedule(after: .milliseconds(Int64(clamping: limits.connectTimeout))) {
            [self] in
            join.task?.cancel()
            conclude(join, nil, .tooSlow)
        }
        join.task = Task(executorPreference: session.loop) { [self] in
            await decide(join, middleware, request)
        }
    }

    private func decide(_ join: Join, _ middleware: [Namespace.Middleware], _ request: RecoveryRequest?) async {
        var missed: MissedEvents?
        if let request { missed = await restore(join, request) }
        do throws(Refusal) {
            if missed == nil || configuration.recovery?.skipMiddlewares == false {
                for ask in middleware { try await ask(join.socket) }
            }
            conclude(join, missed, nil)
        } catch {
            conclude(join, missed, error)
        }
    }

    /// Puts the socket that the client had in the place of the new one, if it can be had back.
    private func restore(_ join: Join, _ request: RecoveryRequest) async -> MissedEvents? {
        let fresh = join.socket
        let namespace = fresh.namespace
        guard let saved = await namespace.session(request.pid) else { return nil }
        guard joins[fresh.index] === join else {
            namespace.adapter.persist(saved)
            return nil
        }
        let restored = Socket(
            namespace: namespace,
            client: self,
            loop: fresh.loop,
            index: fresh.index,
            handshake: fresh.handshake,
            restoring: saved
        )
        join.socket = restored
        restored.beginRestoring()
        guard let missed = await namespace.adapter.missed(after: request.offset, by: saved) else {
            join.socket = fresh
            restored.end(.serverNamespaceDisconnect)
            return nil
        }
        return missed
    }

    private func conclude(_ join: Join, _ missed: MissedEvents?, _ refusal: Refusal?) {
        let socket = join.socket
        guard joins[socket.index] === join else { return }
        joins[socket.index] = nil
        join.timer?.cancel()
        guard let refusal else { return admit(socket, missed) }
        socket.end(.serverNamespaceDisconnect)
        refuse(socket.index, in: socket.namespace.name, refusal)
        socket.namespace.leave()
    }

    private func admit(_ socket: Socket, _ missed: MissedEvents?) {
        guard let packet = connection?.accept(socket.index, sid: socket.id, pid: socket.pid) else {
            socket.end(.transportClose)
            return socket.namespace.leave()
        }
        put(socket, at: socket.index)
        send(packet)
        socket.connected(missed)
    }

    private func refuse(_ index: NamespaceIndex, in name: String, _ refusal: Refusal) {
        guard let packet = connection?.refuse(index, refusal) else { return }
        do {
            session?.send(try packet.packets(as: configuration.payloadFormat))
        } catch {
            // Data that can't be written is left out.
            send(OutgoingPacket(namespace: name, .connectError(["message": .string(refusal.message)])))
        }
    }
}

extension Refusal {
    /// The middleware took too long.
    fileprivate static let tooSlow = Refusal("not admitted in time (setting: connectTimeout)")
}
