public import EngineIOCore
public import Transport
import WebSocketCore

/// What an application does with one session. All calls come on the session's loop, in order; they must not block.
public protocol EngineSessionHandler: AnyObject {
    /// The session is open; messages may be sent.
    func opened(_ session: EngineSession)
    /// A text message (UTF-8) came. The bytes are valid only during the call.
    func receivedText(_ message: RawSpan, from session: EngineSession)
    /// A binary message came. The bytes are valid only during the call.
    func receivedBinary(_ message: RawSpan, from session: EngineSession)
    /// The session went from polling to a WebSocket.
    func upgraded(_ session: EngineSession)
    /// The session is over. The last call.
    func closed(_ session: EngineSession, _ reason: CloseReason, _ fault: SessionFault?)
}

extension EngineSessionHandler {
    /// Does nothing.
    public func opened(_ session: EngineSession) {}
    /// Does nothing.
    public func upgraded(_ session: EngineSession) {}
    /// Does nothing.
    public func closed(_ session: EngineSession, _ reason: CloseReason, _ fault: SessionFault?) {}
}

/// One client's session on an Engine.IO server, over whichever transport it has at the time.
///
/// It lives on one loop, like a `WebSocket`. The public calls may come from any thread and keep their order.
public final class EngineSession: @unchecked Sendable {
    /// The session's id.
    public let id: String
    /// The loop that the session lives on.
    public let loop: Loop
    /// The request that opened it.
    public let handshake: EngineHandshake

    // Touched on the loop only.
    private var machine: ServerSession
    private var handler: (any EngineSessionHandler)?
    private var sockets: [LinkID: WebSocket] = [:]
    private var exchanges: [LinkID: @Sendable (PollingResponse) -> Void] = [:]
    private var timer: LoopTimer?
    private var timerDeadline: Milliseconds = .max
    private var onFinish: (() -> Void)?
    /// The socket of the session's transport, once it is a WebSocket; kept here for speed.
    private var current: (link: LinkID, socket: WebSocket)?

    /// Opens a session. On its loop.
    ///
    /// - Parameter attach: registers the link that the session opens on, before the first action is carried out.
    init(
        id: String,
        loop: Loop,
        handshake: EngineHandshake,
        configuration: SessionConfiguration,
        link: LinkID,
        onFinish: @escaping () -> Void,
        attach: (EngineSession) -> Void
    ) {
        self.id = id
        self.loop = loop
        self.handshake = handshake
        self.onFinish = onFinish
        var actions: [ServerAction] = []
        machine = ServerSession(
            sid: id,
            configuration: configuration,
            transport: handshake.transport,
            link: link,
            now: loop.milliseconds,
            into: &actions
        )
        attach(self)
        if let socket = sockets[link] { current = (link, socket) }
        carryOut(actions)
    }

    /// Begins to tell the application. On the loop, right behind `init`.
    func start(_ handler: any EngineSessionHandler) {
        self.handler = handler
        handler.opened(self)
        reschedule()
    }

    /// The session's present transport. On the loop.
    public var transport: TransportName { machine.transport }

    /// Whether messages still pass. On the loop.
    public var isOpen: Bool { machine.isOpen }

    /// The WebSocket that the session sends on, for messages that go to many at once. On the loop.
    package var webSocket: WebSocket? { current?.socket }

    /// Whether what is sent now goes out now: what volatile messages ask before they are sent. On the loop.
    package var isWritable: Bool { current.map { $0.socket.backlog == 0 } ?? machine.isWritable }

    // MARK: Links

    func attach(_ socket: WebSocket, as link: LinkID) { sockets[link] = socket }

    func attach(_ link: LinkID, respond: @escaping @Sendable (PollingResponse) -> Void) { exchanges[link] = respond }
}

// MARK: - Sending

extension EngineSession {
    /// Sends a text message.
    public func send(_ text: String) {
        send([EncodedPacket(.message, text)])
    }

    /// Sends a binary message.
    public func send(binary bytes: [UInt8]) {
        send([.binary(bytes)])
    }

    /// Sends packets that are encoded already; on polling they make one answer.
    public func send(_ packets: [EncodedPacket]) {
        guard loop.isCurrent else { return loop.execute { self.send(packets) } }
        if let current {
            for packet in packets { Self.send(packet, on: current.socket) }
            return
        }
        perform { machine, actions in
            for packet in packets { machine.send(packet, into: &actions) }
            machine.flush(into: &actions)
        }
    }

    /// Closes the session behind what was sent.
    public func close(_ reason: CloseReason = .forcedClose) {
        guard loop.isCurrent else { return loop.execute { self.close(reason) } }
        let now = loop.milliseconds
        perform { $0.close(reason, now: now, into: &$1) }
    }

    private static func send(_ packet: EncodedPacket, on socket: WebSocket) {
        switch packet {
        case .text(let bytes): socket.send(.text, bytes)
        case .binary(let bytes): socket.send(.binary, bytes)
        }
    }
}

// MARK: - What comes in

extension EngineSession {
    func poll(_ link: LinkID, respond: @escaping @Sendable (PollingResponse) -> Void) {
        exchanges[link] = respond
        let now = loop.milliseconds
        perform { $0.pollArrived(link, now: now, into: &$1) }
    }

    func postBegan(_ link: LinkID, respond: @escaping @Sendable (PollingResponse) -> Void) {
        exchanges[link] = respond
        let now = loop.milliseconds
        perform { $0.postBegan(link, now: now, into: &$1) }
    }

    func postTooLarge(_ link: LinkID) {
        let now = loop.milliseconds
        perform { $0.postTooLarge(link, now: now, into: &$1) }
    }

    func postEnded(_ link: LinkID, body: [UInt8]) {
        var body = body
        var actions: [ServerAction] = []
        machine.postEnded(link, body: &body, now: loop.milliseconds, into: &actions)
        carryOut(actions, deliveringFrom: body.span.bytes)
        reschedule()
    }

    /// The client has given a request up. Whoever waits for its answer gets one all the same.
    func requestAborted(_ link: LinkID) {
        guard let respond = exchanges.removeValue(forKey: link) else { return }
        let now = loop.milliseconds
        perform { $0.requestAborted(link, now: now, into: &$1) }
        respond(.refused(.badRequest))
    }

    func webSocketOpened(_ link: LinkID, _ socket: WebSocket) {
        sockets[link] = socket
        let now = loop.milliseconds
        perform { $0.webSocketOpened(link, now: now, into: &$1) }
    }

    func webSocketReceived(_ payload: RawSpan, _ kind: EngineIOCore.MessageKind, on link: LinkID) {
        var actions: [ServerAction] = []
        machine.webSocketReceived(payload, as: kind, on: link, now: loop.milliseconds, into: &actions)
        carryOut(actions, deliveringFrom: payload)
        reschedule()
    }

    func webSocketClosed(_ link: LinkID, failed: Bool) {
        guard sockets.removeValue(forKey: link) != nil else { return }
        let now = loop.milliseconds
        perform { $0.webSocketClosed(link, failed: failed, now: now, into: &$1) }
    }
}

// MARK: - Carrying out

extension EngineSession {
    private func perform(_ body: (inout ServerSession, inout [ServerAction]) -> Void) {
        var actions: [ServerAction] = []
        body(&machine, &actions)
        carryOut(actions)
        reschedule()
    }

    private func carryOut(_ actions: [ServerAction], deliveringFrom bytes: RawSpan = RawSpan()) {
        for action in actions {
            switch action {
            case .deliver(.text(let range)):
                handler?.receivedText(bytes.extracting(range), from: self)
            case .deliver(.binary(let range)):
                handler?.receivedBinary(bytes.extracting(range), from: self)
            case .send(let link, let packet):
                if let socket = sockets[link] { Self.send(packet, on: socket) }
            case .respond(let link, let response):
                exchanges.removeValue(forKey: link)?(response)
            case .closeWebSocket(let link):
                if current?.link == link { current = nil }
                sockets.removeValue(forKey: link)?.close()
            case .upgraded(let link):
                if let socket = sockets[link] { current = (link, socket) }
                handler?.upgraded(self)
            case .closed(let reason, let fault):
                current = nil
                let handler = handler
                self.handler = nil
                handler?.closed(self, reason, fault)
            }
        }
        if machine.isFinished { finish() }
    }

    private func finish() {
        timer?.cancel()
        timer = nil
        current = nil
        for socket in sockets.values { socket.close() }
        sockets = [:]
        for respond in exchanges.values { respond(.refused(.unknownSession)) }
        exchanges = [:]
        onFinish?()
        onFinish = nil
    }

    /// One timer for the session. It isn't moved back when there is more time: it looks again when it fires.
    private func reschedule() {
        guard let deadline = machine.nextDeadline else { return }
        guard timer == nil || deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        let now = loop.milliseconds
        let wait = deadline > now ? deadline - now : 0
        timer = loop.schedule(after: .milliseconds(Int64(clamping: wait))) { [weak self] in
            guard let self else { return }
            timer = nil
            let now = loop.milliseconds
            perform { $0.tick(now: now, into: &$1) }
        }
    }
}

extension Loop {
    /// The clock of sessions on this loop.
    package var milliseconds: Milliseconds { now / 1_000_000 }
}
