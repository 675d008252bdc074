public import SocketIOCore

/// A received event, decoded.
public struct IncomingEvent: Sendable {
    /// The socket that it came on.
    public let socket: Socket
    /// The event's name.
    public let name: String
    /// The arguments, attachments in their places.
    public let values: [Value]
    /// Answers the event; nil if the client awaits no answer.
    public let acknowledgement: Acknowledgement?

    /// Decodes the arguments. One that is missing is right for an optional and an error for others; those that are
    /// too many are passed over.
    public func decode<each Argument: Decodable>(
        _ types: repeat (each Argument).Type
    ) throws -> (repeat each Argument) {
        try ValueDecoder().decode(arguments: values, as: repeat each types)
    }
}

/// A received event whose arguments are left as they came; they are handed to the handler beside this.
public struct RawEvent: Sendable {
    /// The socket that it came on.
    public let socket: Socket
    /// How many arguments there are.
    public let count: Int
    /// The binary messages that placeholders in JSON stand for.
    public let attachments: [[UInt8]]
    /// Answers the event; nil if the client awaits no answer.
    public let acknowledgement: Acknowledgement?
}
