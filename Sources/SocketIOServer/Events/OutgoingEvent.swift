public import SocketIOCore

/// An event as it is sent: its name, and its arguments encoded once.
///
/// To many receivers it goes as the same bytes. What came in raw can be passed on raw.
public struct OutgoingEvent: Hashable, Sendable {
    /// The event's name.
    public let name: String
    /// How the arguments are written: the format of the server.
    public let format: PayloadFormat
    /// The arguments: JSON values with commas between them, or MessagePack values in a row.
    public let arguments: [UInt8]
    /// How many arguments there are.
    public let count: Int
    /// What the placeholders in JSON stand for.
    public let attachments: [[UInt8]]

    /// Encodes an event.
    ///
    /// - Throws: ``EventNameError`` for a name that no event may have, `ValueWritingError` for arguments that can't
    ///   be written.
    public init(_ name: String, _ values: [Value], as format: PayloadFormat) throws {
        try EventNameError.check(name)
        var (bytes, attachments): ([UInt8], [[UInt8]]) = ([], [])
        for (index, value) in values.enumerated() {
            switch format {
            case .json:
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try value.appendJSON(to: &bytes, attachments: &attachments)
            case .messagePack:
                value.appendMessagePack(to: &bytes)
            }
        }
        self.init(checked: name, bytes, count: values.count, attachments, format)
    }

    /// Takes arguments that are encoded already, and copies them.
    ///
    /// - Parameters:
    ///   - arguments: valid values as ``arguments`` has them. They are not checked; those of a received event are
    ///     valid.
    ///   - count: how many there are.
    ///   - attachments: as many as there are placeholders.
    /// - Throws: ``EventNameError`` for a name that no event may have.
    public init(
        _ name: String,
        raw arguments: RawSpan,
        count: Int,
        attachments: [[UInt8]] = [],
        as format: PayloadFormat
    ) throws(EventNameError) {
        try EventNameError.check(name)
        self.init(checked: name, arguments.withUnsafeBytes { Array($0) }, count: count, attachments, format)
    }

    private init(
        checked name: String,
        _ arguments: [UInt8],
        count: Int,
        _ attachments: [[UInt8]],
        _ format: PayloadFormat
    ) {
        self.name = name
        self.arguments = arguments
        self.count = count
        self.attachments = attachments
        self.format = format
    }

    /// The arguments, decoded.
    public var values: [Value] {
        let list: Value?
        switch format {
        case .json:
            let array = [UInt8(ascii: "[")] + arguments + [UInt8(ascii: "]")]
            list = try? Value(json: array.span.bytes, attachments: attachments)
        case .messagePack:
            let size = UInt32(clamping: count)
            let head = [0xDD] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }
            list = try? Value(messagePack: (head + arguments).span.bytes)
        }
        if case .array(let values)? = list { return values } else { return [] }
    }
}

/// A name that means something else to every Socket.IO application, so that no event may have it.
public struct EventNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let name: String

    /// What is wrong.
    public var description: String { "'\(name)' is a reserved event name" }

    static func check(_ name: String) throws(EventNameError) {
        // No reserved name begins otherwise; most names are let through by their first byte.
        switch name.utf8.first {
        case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "n"), UInt8(ascii: "r"):
            if EventName.reserved.contains(name) { throw EventNameError(name: name) }
        default: break
        }
    }
}
