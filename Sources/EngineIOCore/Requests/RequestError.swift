/// Why an Engine.IO server refuses a request. Codes and messages are those that clients of the reference server know.
public enum RequestError: Int, Error, Sendable, CaseIterable {
    /// The query's `transport` is missing or names none that is offered.
    case unknownTransport = 0
    /// The query's `sid` belongs to no session.
    case unknownSession = 1
    /// A handshake by another method than GET.
    case badHandshakeMethod = 2
    /// A request that makes no sense in the session's state.
    case badRequest = 3
    /// The application refuses the client.
    case forbidden = 4
    /// The query's `EIO` is missing or not 4.
    case unsupportedProtocolVersion = 5

    /// The message that goes with the code.
    public var message: String {
        switch self {
        case .unknownTransport: "Transport unknown"
        case .unknownSession: "Session ID unknown"
        case .badHandshakeMethod: "Bad handshake method"
        case .badRequest: "Bad request"
        case .forbidden: "Forbidden"
        case .unsupportedProtocolVersion: "Unsupported protocol version"
        }
    }

    /// The HTTP status: 403 for ``forbidden``, 400 for all others.
    public var status: Int { self == .forbidden ? 403 : 400 }

    /// The body of the answer, `application/json`: the code and the message, or the application's own message.
    public func body(message: String? = nil) -> [UInt8] {
        var bytes = Array(#"{"code":\#(rawValue),"message":"#.utf8)
        JSONString.append(message ?? self.message, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
