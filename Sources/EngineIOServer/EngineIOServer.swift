import EngineIOCore
import Synchronization
public import Transport

/// An Engine.IO server (protocol v4): long-polling and WebSocket with upgrade between them, for one path.
///
/// It has two doors, to be put into a listener: ``route(_:)`` for requests that ask for a WebSocket, and
/// ``respond(to:on:)`` for all others.
public final class EngineIOServer: Sendable {
    let configuration: EngineIOConfiguration
    let loops: LoopGroup
    let directory = SessionDirectory()
    private let makeHandler: @Sendable (EngineHandshake) -> any EngineSessionHandler
    private let lastLink = Atomic<UInt64>(0)

    /// - Parameter makeHandler: makes the handler of one session, on the session's loop.
    public init(
        loops: LoopGroup,
        configuration: EngineIOConfiguration = .init(),
        makeHandler: @escaping @Sendable (EngineHandshake) -> any EngineSessionHandler
    ) {
        self.loops = loops
        self.configuration = configuration
        self.makeHandler = makeHandler
    }

    /// Sessions that are open.
    public var sessionCount: Int { directory.count }

    /// Closes every session; clients learn it by a close packet or the end of their WebSocket.
    public func closeAll() {
        for session in directory.all { session.close(.serverShuttingDown) }
    }

    func nextLink() -> LinkID { lastLink.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Opens a session. On its loop.
    func open(
        _ handshake: EngineHandshake,
        id: String,
        link: LinkID,
        on loop: Loop,
        attach: (EngineSession) -> Void
    ) -> EngineSession {
        let session = EngineSession(
            id: id,
            loop: loop,
            handshake: handshake,
            configuration: configuration.session,
            link: link,
            onFinish: { [directory] in directory.remove(id) },
            attach: attach
        )
        directory.insert(session, handshake.transport)
        session.start(Handler(makeHandler(handshake), directory))
        return session
    }

    /// Keeps the directory true, and passes everything on.
    private final class Handler: EngineSessionHandler {
        private let next: any EngineSessionHandler
        private let directory: SessionDirectory

        init(_ next: any EngineSessionHandler, _ directory: SessionDirectory) {
            self.next = next
            self.directory = directory
        }

        func opened(_ session: EngineSession) { next.opened(session) }
        func receivedText(_ message: RawSpan, from session: EngineSession) {
            next.receivedText(message, from: session)
        }
        func receivedBinary(_ message: RawSpan, from session: EngineSession) {
            next.receivedBinary(message, from: session)
        }
        func upgraded(_ session: EngineSession) {
            directory.upgrade(session.id)
            next.upgraded(session)
        }
        func closed(_ session: EngineSession, _ reason: CloseReason, _ fault: SessionFault?) {
            next.closed(session, reason, fault)
        }
    }
}
