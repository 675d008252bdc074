/// What an HTTP request asks of an Engine.IO server.
public enum EngineRequest: Hashable, Sendable {
    /// Open a session on long-polling.
    case openPolling
    /// Open a session on a WebSocket.
    case openWebSocket
    /// Hold this request until there is something to send in this session.
    case poll(sid: String)
    /// Take the packets in the body.
    case post(sid: String)
    /// Probe this WebSocket as the session's new transport.
    case upgrade(sid: String)

    /// Checks a request, in the order of the reference server: transport, session or method, sense, version.
    ///
    /// - Parameters:
    ///   - method: the HTTP method, in capitals.
    ///   - query: the request's query.
    ///   - isUpgrade: whether the request is a WebSocket handshake.
    ///   - transports: the transports on offer.
    ///   - transportOfSession: the current transport of the session with an id; nil if there is no such session.
    public init(
        method: String,
        query: Query,
        isUpgrade: Bool,
        transports: Set<TransportName> = Set(TransportName.allCases),
        transportOfSession: (String) -> TransportName?
    ) throws(RequestError) {
        guard let name = query["transport"], let transport = TransportName(rawValue: name),
            transports.contains(transport)
        else { throw .unknownTransport }
        let sid = query["sid"].flatMap { $0.isEmpty ? nil : $0 }
        var current: TransportName?
        if let sid {
            guard let known = transportOfSession(sid) else { throw .unknownSession }
            current = known
        } else {
            guard method == "GET" else { throw .badHandshakeMethod }
        }
        guard isUpgrade == (transport == .websocket) else { throw .badRequest }
        switch (transport, method, sid) {
        case (.polling, _, nil): self = .openPolling
        case (.websocket, _, nil): self = .openWebSocket
        case (.polling, "GET", let sid?) where current == .polling: self = .poll(sid: sid)
        case (.polling, "POST", let sid?) where current == .polling: self = .post(sid: sid)
        case (.websocket, "GET", let sid?) where current == .polling: self = .upgrade(sid: sid)
        default: throw .badRequest
        }
        guard query["EIO"] == "4" else { throw .unsupportedProtocolVersion }
    }
}
