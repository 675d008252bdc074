import EngineIOServer
import SocketIOCore
import Synchronization
import Transport

extension Socket {
    /// Disconnects the client from the namespace.
    ///
    /// - Parameter closingSession: whether the connection is closed too, with its other namespaces.
    public func disconnect(closingSession: Bool = false) {
        guard loop.isCurrent else { return loop.execute { self.disconnect(closingSession: closingSession) } }
        guard phase == .connected, let client else { return }
        if closingSession { client.disconnectAll() } else { client.disconnect(self) }
    }

    /// Goes into the rooms that it was in, and holds back what comes there.
    func beginRestoring() {
        phase = .restoring
        held = []
        namespace.adapter.add(self, to: kept.withLock { $0.rooms })
    }

    /// The client is let in and knows it.
    func connected(_ missed: MissedEvents?) {
        let wasRestoring = phase == .restoring
        phase = .connected
        let rooms = kept.withLock { kept in
            kept.isConnected = true
            return kept.rooms
        }
        chooseWay()
        if !wasRestoring { namespace.adapter.add(self, to: rooms) }
        if let missed { catchUp(missed) }
        namespace.connected(self)
    }

    /// Lets broadcasts come as shared bytes if they may and can.
    func chooseWay() {
        let isShared = phase == .connected && handlers.anyOutgoing.isEmpty
        setSharedWebSocket(isShared ? session?.webSocket : nil)
    }

    /// The socket is disconnected, or not let in.
    func end(_ reason: DisconnectReason, _ description: String = "") {
        guard phase != .gone else { return }
        let wasConnected = phase == .connected
        if wasConnected {
            for entry in handlers.disconnecting { entry.handler(reason) }
            // The handler may have disconnected the socket in another way.
            guard phase != .gone else { return }
        }
        if phase != .joining {
            if reason.isRecoverable, let pid {
                let (rooms, data) = kept.withLock { ($0.rooms, $0.data) }
                namespace.adapter.persist(SavedSession(pid: pid, sid: id, rooms: rooms, data: data))
            }
            namespace.adapter.removeAll(self)
        }
        phase = .gone
        kept.withLock { $0.isConnected = false }
        sharedWebSocket = nil
        held = nil
        if queue?.isHoldingBack == true {
            queue?.isHoldingBack = false
            client?.holdBack(false)
        }
        client = nil
        ackTimer?.cancel()
        ackTimer = nil
        for handler in acks.takeAll() { handler(.failure(.disconnected)) }
        if wasConnected { namespace.disconnected(self) }
        afterEvents { [self] in
            let disconnected = wasConnected ? handlers.disconnected : []
            for entry in disconnected { entry.handler(reason, description) }
            // Handlers refer to the socket as a rule.
            handlers = HandlerTable()
        }
    }
}
