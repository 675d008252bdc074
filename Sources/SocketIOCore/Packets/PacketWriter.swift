internal import EngineIOCore

/// Writes packets of the default parser into a buffer of the caller's, whose content it leaves as it is.
///
/// What is written is the packet's text; in front of it belongs the digit of Engine.IO's message type, which the
/// caller can have put there.
public enum PacketWriter {
    /// Writes an event whose arguments are raw JSON: such as came with another packet, without its brackets.
    ///
    /// - Parameters:
    ///   - name: the event's name.
    ///   - arguments: valid JSON values with commas between them; empty if there are none.
    ///   - namespace: the namespace with its slash.
    ///   - id: the id under which an acknowledgement is awaited, if one is.
    ///   - attachments: how many binary messages follow, each with a placeholder among the arguments.
    public static func event(
        _ name: String,
        arguments: RawSpan,
        namespace: String = "/",
        id: UInt64? = nil,
        attachments: Int = 0,
        into output: inout [UInt8]
    ) {
        head(attachments == 0 ? .event : .binaryEvent, attachments, namespace, id, into: &output)
        output.append(UInt8(ascii: "["))
        JSONString.append(name, to: &output)
        if arguments.byteCount > 0 { output.append(UInt8(ascii: ",")) }
        appendLast(arguments, to: &output)
    }

    /// Writes an event, and returns the attachments that have to follow it.
    public static func event(
        _ name: String,
        arguments: [Value],
        namespace: String = "/",
        id: UInt64? = nil,
        into output: inout [UInt8]
    ) throws(ValueWritingError) -> [[UInt8]] {
        try values([.string(name)] + arguments, .event, .binaryEvent, namespace, id, into: &output)
    }

    /// Writes an acknowledgement whose arguments are raw JSON, as ``event(_:arguments:namespace:id:attachments:into:)``.
    public static func acknowledgement(
        of id: UInt64,
        arguments: RawSpan,
        namespace: String = "/",
        attachments: Int = 0,
        into output: inout [UInt8]
    ) {
        head(attachments == 0 ? .ack : .binaryAck, attachments, namespace, id, into: &output)
        output.append(UInt8(ascii: "["))
        appendLast(arguments, to: &output)
    }

    /// Writes an acknowledgement, and returns the attachments that have to follow it.
    public static func acknowledgement(
        of id: UInt64,
        arguments: [Value],
        namespace: String = "/",
        into output: inout [UInt8]
    ) throws(ValueWritingError) -> [[UInt8]] {
        try values(arguments, .ack, .binaryAck, namespace, id, into: &output)
    }

    /// Writes a packet that has an object as payload, or none, and never attachments.
    static func bare(
        _ type: PacketType,
        _ payload: Object?,
        _ namespace: String,
        into output: inout [UInt8]
    ) throws(ValueWritingError) {
        head(type, 0, namespace, nil, into: &output)
        guard let payload else { return }
        var attachments: [[UInt8]] = []
        try Value.object(payload).appendJSON(to: &output, attachments: &attachments)
        guard attachments.isEmpty else { throw .unexpectedBinary }
    }

    private static func head(
        _ type: PacketType,
        _ attachments: Int,
        _ namespace: String,
        _ id: UInt64?,
        into output: inout [UInt8]
    ) {
        output.append(type.digit)
        if type.isBinary {
            output.appendDecimal(attachments)
            output.append(UInt8(ascii: "-"))
        }
        if namespace != "/" {
            output.append(contentsOf: namespace.utf8)
            output.append(UInt8(ascii: ","))
        }
        if let id { output.appendDecimal(id) }
    }

    /// Appends raw JSON and the array's closing bracket.
    private static func appendLast(_ arguments: RawSpan, to output: inout [UInt8]) {
        arguments.withUnsafeBytes { output.append(contentsOf: $0) }
        output.append(UInt8(ascii: "]"))
    }

    private static func values(
        _ values: [Value],
        _ plain: PacketType,
        _ binary: PacketType,
        _ namespace: String,
        _ id: UInt64?,
        into output: inout [UInt8]
    ) throws(ValueWritingError) -> [[UInt8]] {
        let start = output.count
        let count = values.reduce(0) { $0 + $1.binaryCount }
        head(count == 0 ? plain : binary, count, namespace, id, into: &output)
        var attachments: [[UInt8]] = []
        do throws(ValueWritingError) {
            try Value.appendJSON(values, to: &output, attachments: &attachments)
        } catch {
            output.removeLast(output.count - start)
            throw error
        }
        return attachments
    }
}
