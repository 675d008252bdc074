/// What a ``ServerSession`` wants done, to be carried out in order.
public enum ServerAction: Hashable, Sendable {
    /// Answer this HTTP exchange.
    case respond(LinkID, PollingResponse)
    /// Send this packet as one message of this WebSocket.
    case send(LinkID, EncodedPacket)
    /// Close this WebSocket.
    case closeWebSocket(LinkID)
    /// Hand this message to the application, unless an earlier one has led it to close the session.
    case deliver(Delivery)
    /// The session's transport is now this WebSocket.
    case upgraded(LinkID)
    /// The session is over for the application; comes once. Keep the session while it is not finished.
    case closed(CloseReason, SessionFault?)
}

/// The answer to an HTTP exchange of the polling transport.
public enum PollingResponse: Hashable, Sendable {
    /// The answer to a poll: a payload.
    case payload([UInt8])
    /// The packets of a POST were taken.
    case ok
    /// The request is refused.
    case refused(RequestError)
    /// The body of a POST is larger than `maxPayload`.
    case tooLarge

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .payload, .ok: 200
        case .refused(let error): error.status
        case .tooLarge: 413
        }
    }

    /// The `Content-Type`. That of ``ok`` is what the reference server sends.
    public var contentType: String {
        switch self {
        case .payload, .tooLarge: "text/plain; charset=UTF-8"
        case .ok: "text/html"
        case .refused: "application/json"
        }
    }

    /// The body.
    public var body: [UInt8] {
        switch self {
        case .payload(let bytes): bytes
        case .ok: Array("ok".utf8)
        case .refused(let error): error.body()
        case .tooLarge: Array("payload too large (setting: maxPayload)".utf8)
        }
    }
}
