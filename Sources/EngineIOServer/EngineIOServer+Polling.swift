import EngineIOCore
import HTTPTypes
public import HummingbirdCore
public import NIOCore
import Synchronization
import Transport
import WebSocketCore

extension EngineIOServer {
    /// Answers a request that doesn't ask for a WebSocket: a handshake, a poll, a post, or a preflight.
    ///
    /// - Parameter channel: the connection that the request came on; a poll that is given up is noticed there.
    public func respond(to request: Request, on channel: any Channel) async -> Response {
        let exchange = PollingExchange(server: self, request: request, channel: channel)
        return await exchange.run()
    }
}

/// One HTTP request of the polling transport.
struct PollingExchange {
    let server: EngineIOServer
    let request: Request
    let channel: any Channel

    func run() async -> Response {
        guard isOriginAllowed else { return respond(.refused(.forbidden)) }
        if request.method == .options { return preflight() }
        let query = Query(request.uri.query ?? "")
        do throws(RequestError) {
            let asked = try EngineRequest(
                method: request.method.rawValue,
                query: query,
                isUpgrade: false,
                transports: server.configuration.transports,
                transportOfSession: server.directory.transport
            )
            switch asked {
            case .openPolling: return try await open(query)
            case .poll(let sid): return respond(await poll(try session(sid)))
            case .post(let sid): return respond(await post(try session(sid)))
            case .openWebSocket, .upgrade: throw .badRequest
            }
        } catch {
            return respond(.refused(error))
        }
    }

    private func session(_ sid: String) throws(RequestError) -> EngineSession {
        guard let session = server.directory[sid] else { throw .unknownSession }
        return session
    }

    // MARK: What is asked

    private func open(_ query: Query) async throws(RequestError) -> Response {
        let handshake = EngineHandshake(
            target: request.uri.string,
            query: query,
            fields: request.headers.map { ($0.name.rawName, $0.value) },
            remoteAddress: channel.remoteAddress?.ipAddress ?? "",
            transport: .polling
        )
        do throws(EngineIOConfiguration.Forbidden) {
            try server.configuration.allowRequest(handshake)
        } catch {
            return respond(.refused(.forbidden), error.message)
        }
        let (server, loop, link) = (server, server.loops.next(), server.nextLink())
        let id = Identifier.make()
        let answer = await withCheckedContinuation { done in
            loop.execute {
                _ = server.open(handshake, id: id, link: link, on: loop) { session in
                    session.attach(link) { done.resume(returning: $0) }
                }
            }
        }
        var response = respond(answer)
        if let cookie = server.configuration.cookie {
            response.headers[.setCookie] = "\(cookie.name)=\(id); \(cookie.attributes)"
        }
        return response
    }

    private func poll(_ session: EngineSession) async -> PollingResponse {
        let link = server.nextLink()
        let channel = channel
        let answer = await answer(to: link, of: session) { session, respond in
            session.poll(link, respond: respond)
            // A client that gives up its poll is gone, or breaks the protocol.
            PeerWatch.whenPeerEnds(on: channel) {
                session.loop.execute { session.requestAborted(link) }
            }
        }
        PeerWatch.whenPeerEnds(on: channel, nil)
        return answer
    }

    /// Puts a request to the session, on its loop, and waits for the answer.
    private func answer(
        to link: LinkID,
        of session: EngineSession,
        _ body: @escaping @Sendable (EngineSession, @escaping @Sendable (PollingResponse) -> Void) -> Void
    ) async -> PollingResponse {
        await withCheckedContinuation { done in
            session.loop.execute { body(session) { done.resume(returning: $0) } }
        }
    }

    private func post(_ session: EngineSession) async -> PollingResponse {
        let link = server.nextLink()
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= server.configuration.session.maxPayload else {
            return await answer(to: link, of: session) {
                $0.postBegan(link, respond: $1)
                $0.postTooLarge(link)
            }
        }
        // The session may answer before the body is there. It must not be read behind the answer.
        let reading = Mutex<Task<Void, Never>?>(nil)
        let answer = await answer(to: link, of: session) { session, respond in
            reading.withLock { $0 = Task { await read(link, session) } }
            session.postBegan(link, respond: respond)
        }
        let task = reading.withLock { $0 }
        task?.cancel()
        await task?.value
        return answer
    }

    private func read(_ link: LinkID, _ session: EngineSession) async {
        do {
            let bytes = Array(buffer: try await request.body.collect(upTo: server.configuration.session.maxPayload))
            session.loop.execute { session.postEnded(link, body: bytes) }
        } catch is NIOTooManyBytesError {
            session.loop.execute { session.postTooLarge(link) }
        } catch {
            session.loop.execute { session.requestAborted(link) }
        }
    }
}
