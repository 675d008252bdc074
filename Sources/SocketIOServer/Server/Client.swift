import EngineIOCore
import EngineIOServer
import SocketIOCore
import Transport
import WebSocketCore

/// A client's connection: one Engine.IO session and the sockets in the namespaces over it. On the session's loop.
final class Client: EngineSessionHandler, @unchecked Sendable {
    let directory: NamespaceDirectory
    private(set) var session: EngineSession?
    /// Nil until the session has opened.
    var connection: Connection?
    private var sockets: [Socket?] = []
    /// What is being found out before a namespace is joined.
    var joins: [NamespaceIndex: Join] = [:]
    private var timer: LoopTimer?
    private var timerDeadline: Milliseconds = .max
    private var holds = 0

    var configuration: SocketIOConfiguration { directory.configuration }

    init(_ directory: NamespaceDirectory) {
        self.directory = directory
    }

    // MARK: The session's life

    func opened(_ session: EngineSession) {
        self.session = session
        connection = Connection(
            limits: configuration.limits.connection,
            format: configuration.payloadFormat,
            now: session.loop.milliseconds
        )
        reschedule()
    }

    func upgraded(_ session: EngineSession) {
        for case let socket? in sockets { socket.chooseWay() }
        if holds > 0 { session.webSocket?.setReading(false) }
    }

    func closed(_ session: EngineSession, _ reason: CloseReason, _ fault: SessionFault?) {
        finish(DisconnectReason(reason), fault?.description ?? "")
    }

    // MARK: What comes in

    func receivedText(_ message: RawSpan, from session: EngineSession) {
        guard let outcome = connection?.receive(text: message, now: session.loop.milliseconds) else { return }
        handle(outcome, of: message)
    }

    func receivedBinary(_ message: RawSpan, from session: EngineSession) {
        guard let outcome = connection?.receive(binary: message, now: session.loop.milliseconds) else { return }
        handle(outcome, of: message)
    }

    private func handle(_ outcome: Connection.Outcome, of message: RawSpan) {
        switch outcome {
        case .event(let index, let event): self[index]?.receive(event, in: message)
        case .ack(let index, let ack): self[index]?.receive(ack, in: message)
        case .assembled(let index, let packet): receive(packet, at: index)
        case .connect(let index, let auth):
            join(index, auth: auth.map { configuration.value(message.extracting($0)) })
        case .disconnect(let index): take(index)?.end(.clientNamespaceDisconnect)
        case .close(let fault): end(fault.reason, fault.description)
        case .nothing: reschedule()
        }
    }

    private func receive(_ packet: AssembledPacket, at index: NamespaceIndex) {
        let message = packet.message.span.bytes
        switch packet.packet.content {
        case .event(let event): self[index]?.receive(event, in: message, attachments: packet.attachments)
        case .ack(let ack): self[index]?.receive(ack, in: message, attachments: packet.attachments)
        case .connect, .disconnect, .connectError: break
        }
    }

    /// One timer for the connection. It isn't moved back when there is more time: it looks again when it fires.
    private func reschedule() {
        guard let session, let deadline = connection?.nextDeadline else { return }
        guard timer == nil || deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        let now = session.loop.milliseconds
        let wait = Duration.milliseconds(Int64(clamping: deadline > now ? deadline - now : 0))
        timer = session.loop.schedule(after: wait) { [self] in
            guard let session = self.session else { return }
            timer = nil
            guard let outcome = connection?.tick(now: session.loop.milliseconds) else { return }
            handle(outcome, of: RawSpan())
        }
    }

    // MARK: Sockets

    private subscript(index: NamespaceIndex) -> Socket? { index < sockets.count ? sockets[index] : nil }

    func put(_ socket: Socket, at index: NamespaceIndex) {
        while sockets.count <= index { sockets.append(nil) }
        sockets[index] = socket
    }

    private func take(_ index: NamespaceIndex) -> Socket? {
        guard let socket = self[index] else { return nil }
        sockets[index] = nil
        return socket
    }

    /// Holds the client back, or lets it go on, for one of its sockets.
    func holdBack(_ wanted: Bool) {
        holds += wanted ? 1 : -1
        if holds == (wanted ? 1 : 0) { session?.webSocket?.setReading(!wanted) }
    }

    // MARK: Ending

    /// Tells the client that it is disconnected from a socket's namespace.
    func disconnect(_ socket: Socket) {
        guard take(socket.index) === socket else { return }
        if let packet = connection?.disconnect(socket.index) { send(packet) }
        socket.end(.serverNamespaceDisconnect)
    }

    /// Tells the client that it is disconnected from all namespaces, and closes the session.
    func disconnectAll() {
        for case let socket? in sockets { disconnect(socket) }
        end(.forcedServerClose, "")
    }

    /// Ends everything, the session included.
    func end(_ reason: DisconnectReason, _ description: String) {
        let session = session
        finish(reason, description)
        session?.close(reason == .parseError ? .parseError : .forcedClose)
    }

    private func finish(_ reason: DisconnectReason, _ description: String) {
        guard session != nil else { return }
        connection?.close()
        timer?.cancel()
        timer = nil
        for join in joins.values { join.cancel() }
        joins = [:]
        let sockets = sockets
        self.sockets = []
        for case let socket? in sockets { socket.end(reason, description) }
        session = nil
    }

    func send(_ packet: OutgoingPacket) {
        // Only the data of a refusal might be what can't be written; it is seen to before.
        guard let packets = try? packet.packets(as: configuration.payloadFormat) else { return }
        session?.send(packets)
    }
}
