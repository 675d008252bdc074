/// Why a connection closes, as sent in a close frame (RFC 6455 §7.4).
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire, 1000 to 4999.
    public let rawValue: UInt16

    /// Any number; ``isAllowedOnWire`` says whether a close frame may carry it.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// 1000: the purpose of the connection is fulfilled.
    public static let normal = CloseCode(rawValue: 1000)
    /// 1001: the server goes down, or the page is left.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// 1002: the peer broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// 1003: a kind of data that this end doesn't take.
    public static let unsupportedData = CloseCode(rawValue: 1003)
    /// 1005, never sent: the close frame had no code.
    public static let noStatus = CloseCode(rawValue: 1005)
    /// 1006, never sent: the connection was lost without a close frame.
    public static let abnormal = CloseCode(rawValue: 1006)
    /// 1007: the payload is not what its type says, such as text that is not UTF-8.
    public static let invalidPayload = CloseCode(rawValue: 1007)
    /// 1008: the message breaks a policy of this end.
    public static let policyViolation = CloseCode(rawValue: 1008)
    /// 1009: the message is larger than this end takes.
    public static let messageTooBig = CloseCode(rawValue: 1009)
    /// 1011: an unexpected condition at the server.
    public static let internalError = CloseCode(rawValue: 1011)
    /// 1013: the server is overloaded; try again later.
    public static let tryAgainLater = CloseCode(rawValue: 1013)

    /// Whether a close frame may carry this code: the registered ones but 1004 to 1006 and 1015,
    /// and 3000 to 4999 (RFC 6455 §7.4.1, §7.4.2).
    public var isAllowedOnWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension CloseCode: CustomStringConvertible {
    /// The number in digits.
    public var description: String { String(rawValue) }
}
