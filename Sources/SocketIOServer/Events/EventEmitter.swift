public import SocketIOCore

/// Whatever events can be sent to: a socket, a namespace, a choice of rooms.
public protocol EventEmitter {
    /// The format in which arguments are to be encoded.
    var payloadFormat: PayloadFormat { get }
    /// Sends an event that is encoded already. May be called from any thread; calls from one thread keep their order.
    func emit(_ event: OutgoingEvent)
}

extension EventEmitter {
    /// Sends an event. May be called from any thread; calls from one thread keep their order.
    ///
    /// - Throws: if an argument can't be encoded, or the name is reserved. What the network does is no error here.
    public func emit<each Argument: Encodable>(_ event: String, _ arguments: repeat each Argument) throws {
        let values = try ValueEncoder().encode(arguments: repeat each arguments)
        emit(try OutgoingEvent(event, values, as: payloadFormat))
    }

    /// Sends an event with these values as arguments.
    public func emit(_ event: String, values: [Value]) throws {
        emit(try OutgoingEvent(event, values, as: payloadFormat))
    }

    /// Sends an event whose arguments are encoded already, such as came with another: they are neither decoded nor
    /// encoded.
    ///
    /// - Parameters:
    ///   - arguments: valid values in the format of the server: JSON with commas between them, or MessagePack in a row.
    ///   - count: how many there are.
    ///   - attachments: as many as there are placeholders in JSON.
    public func emit(
        _ event: String,
        raw arguments: RawSpan,
        count: Int,
        attachments: [[UInt8]] = []
    ) throws(EventNameError) {
        emit(
            try OutgoingEvent(event, raw: arguments, count: count, attachments: attachments, as: payloadFormat)
        )
    }
}
