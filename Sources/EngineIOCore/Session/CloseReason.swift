/// Why a session ended, by the names that Engine.IO and Socket.IO applications know.
public enum CloseReason: String, Sendable, CaseIterable {
    /// The other side closed the session, or its WebSocket ended.
    case transportClose = "transport close"
    /// The other side broke a rule of the transport, or the network failed.
    case transportError = "transport error"
    /// No sign of life in time.
    case pingTimeout = "ping timeout"
    /// A packet that can't be understood.
    case parseError = "parse error"
    /// The application closed the session.
    case forcedClose = "forced close"
    /// The server is going down.
    case serverShuttingDown = "server shutting down"
}

/// What exactly ended a session, where there is more to say than the ``CloseReason``.
public enum SessionFault: Error, Hashable, Sendable {
    /// A second poll while one was open (protocol v4, "Receiving data").
    case pollOverlap
    /// A second POST while one was under way (protocol v4, "Sending data").
    case postOverlap
    /// A poll that the client gave up.
    case pollAborted
    /// A POST that ended before its body did.
    case postAborted
    /// A ping from the client: in this revision the server pings.
    case heartbeatDirection
    /// A packet or payload that can't be taken.
    case packet(EnginePacketError)
    /// More bytes waiting for the other side than `maxBufferedBytes` allows.
    case bufferFull(limit: Int)
    /// The session was not open within `openTimeout`.
    case openTimeout
    /// A request was answered with this HTTP status.
    case status(Int)
    /// A request or the WebSocket failed on the network.
    case network
}

extension SessionFault: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .pollOverlap: "second poll while one was open"
        case .postOverlap: "second POST while one was under way"
        case .pollAborted: "poll given up by the client"
        case .postAborted: "POST given up by the client"
        case .heartbeatDirection: "ping from the client"
        case .packet(let error): error.description
        case .bufferFull(let limit): "more than \(limit) bytes waiting to be sent (setting: maxBufferedBytes)"
        case .openTimeout: "session not open in time (setting: openTimeout)"
        case .status(let status): "request answered with status \(status)"
        case .network: "network failure"
        }
    }
}

extension SessionFault {
    /// Does something with packets, whose error becomes a fault of the session.
    @inline(__always)
    static func rethrowing<Result>(
        _ body: () throws(EnginePacketError) -> Result
    ) throws(SessionFault) -> Result {
        do throws(EnginePacketError) {
            return try body()
        } catch {
            throw .packet(error)
        }
    }

    /// The reason to which a fault belongs: what can't be understood, or what breaks a rule.
    var closeReason: CloseReason {
        if case .packet = self { .parseError } else { .transportError }
    }
}
