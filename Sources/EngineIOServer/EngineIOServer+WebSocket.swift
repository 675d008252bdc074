import EngineIOCore
public import Transport
public import WebSocketCore

extension EngineIOServer {
    /// What becomes of a request for a WebSocket on this server's path.
    ///
    /// - Throws: the refusal with the protocol's JSON body, such as an unknown session.
    public func route(_ request: UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute {
        let handshake = EngineHandshake(
            target: request.head.target,
            query: Query(request.head.query ?? ""),
            fields: request.head.fields.all,
            remoteAddress: request.remoteAddress,
            transport: .websocket
        )
        do throws(RequestError) {
            let asked = try EngineRequest(
                method: request.head.method,
                query: handshake.query,
                isUpgrade: true,
                transports: configuration.transports,
                transportOfSession: directory.transport
            )
            guard case .upgrade(let sid) = asked else { return try opening(handshake) }
            guard let session = directory[sid] else { throw .unknownSession }
            return socketRoute(on: session.loop) { EngineSocket(probing: session, link: $0) }
        } catch {
            throw HandshakeRejection(status: error.status, reason: error.message, json: error.body())
        }
    }

    private func opening(_ handshake: EngineHandshake) throws(RequestError) -> WebSocketRoute {
        do throws(EngineIOConfiguration.Forbidden) {
            try configuration.allowRequest(handshake)
        } catch {
            throw .forbidden
        }
        return socketRoute(on: nil) { EngineSocket(opening: handshake, at: self, link: $0) }
    }

    private func socketRoute(
        on loop: Loop?,
        _ makeSocket: @escaping @Sendable (LinkID) -> EngineSocket
    ) -> WebSocketRoute {
        let link = nextLink()
        let timing = Lifecycle.Timing(
            pingInterval: nil,
            closeTimeout: .milliseconds(Int64(clamping: configuration.session.pingTimeout))
        )
        return WebSocketRoute(
            handshake: ServerHandshake(origins: configuration.origins, compression: configuration.compression),
            options: WebSocketOptions(
                limits: Limits(maxMessageSize: configuration.session.maxPayload),
                timing: timing,
                maxBacklog: configuration.maxBacklog,
                compression: configuration.compression ?? .init()
            ),
            loop: loop
        ) { _ in makeSocket(link) }
    }
}

/// A WebSocket that carries a session, or asks to.
final class EngineSocket: WebSocketHandler {
    private enum Purpose {
        case opening(EngineHandshake, EngineIOServer)
        case session(EngineSession)
    }

    private let link: LinkID
    private var purpose: Purpose

    init(opening handshake: EngineHandshake, at server: EngineIOServer, link: LinkID) {
        self.link = link
        purpose = .opening(handshake, server)
    }

    init(probing session: EngineSession, link: LinkID) {
        self.link = link
        purpose = .session(session)
    }

    func opened(_ socket: WebSocket) {
        switch purpose {
        case .opening(let handshake, let server):
            let session = server.open(
                handshake,
                id: Identifier.make(),
                link: link,
                on: socket.loop
            ) { [link] in $0.attach(socket, as: link) }
            purpose = .session(session)
        case .session(let session):
            session.webSocketOpened(link, socket)
        }
    }

    func received(_ kind: WebSocketCore.MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        guard case .session(let session) = purpose else { return }
        session.webSocketReceived(payload, kind == .text ? .text : .binary, on: link)
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        guard case .session(let session) = purpose else { return }
        let failed =
            switch ending {
            case .violation, .lost(.slowConsumer): true
            default: false
            }
        session.webSocketClosed(link, failed: failed)
    }
}
