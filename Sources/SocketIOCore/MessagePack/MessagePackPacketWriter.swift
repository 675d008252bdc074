/// Writes packets of `socket.io-msgpack-parser` into a buffer of the caller's, whose content it leaves as it is.
public enum MessagePackPacketWriter {
    /// Writes an event whose arguments are raw MessagePack: such as came with another packet.
    ///
    /// - Parameters:
    ///   - name: the event's name.
    ///   - arguments: `count` valid MessagePack values in a row.
    ///   - namespace: the namespace with its slash.
    ///   - id: the id under which an acknowledgement is awaited, if one is.
    public static func event(
        _ name: String,
        arguments: RawSpan,
        count: Int,
        namespace: String = "/",
        id: UInt64? = nil,
        into output: inout [UInt8]
    ) {
        begin(.event, hasData: true, hasID: id != nil, into: &output)
        output.appendMessagePackSize(1 + count, short: (0x90, 16), heads: [nil, 0xDC, 0xDD])
        output.appendMessagePack(name)
        arguments.withUnsafeBytes { output.append(contentsOf: $0) }
        end(namespace, id, into: &output)
    }

    /// Writes an acknowledgement whose arguments are raw MessagePack, as
    /// ``event(_:arguments:count:namespace:id:into:)``.
    public static func acknowledgement(
        of id: UInt64,
        arguments: RawSpan,
        count: Int,
        namespace: String = "/",
        into output: inout [UInt8]
    ) {
        begin(.ack, hasData: true, hasID: true, into: &output)
        output.appendMessagePackSize(count, short: (0x90, 16), heads: [nil, 0xDC, 0xDD])
        arguments.withUnsafeBytes { output.append(contentsOf: $0) }
        end(namespace, id, into: &output)
    }

    /// Writes a packet with this payload, or with none.
    static func packet(
        _ type: PacketType,
        _ data: Value?,
        namespace: String,
        id: UInt64? = nil,
        into output: inout [UInt8]
    ) {
        begin(type, hasData: data != nil, hasID: id != nil, into: &output)
        data?.appendMessagePack(to: &output)
        end(namespace, id, into: &output)
    }

    /// Opens the map, up to where the payload belongs.
    private static func begin(_ type: PacketType, hasData: Bool, hasID: Bool, into output: inout [UInt8]) {
        let count = 2 + (hasData ? 1 : 0) + (hasID ? 1 : 0)
        output.appendMessagePackSize(count, short: (0x80, 16), heads: [nil, 0xDE, 0xDF])
        output.appendMessagePack("type")
        output.appendMessagePack(Int64(type.rawValue))
        if hasData { output.appendMessagePack("data") }
    }

    private static func end(_ namespace: String, _ id: UInt64?, into output: inout [UInt8]) {
        if let id {
            output.appendMessagePack("id")
            output.appendMessagePack(unsigned: id)
        }
        output.appendMessagePack("nsp")
        output.appendMessagePack(namespace)
    }
}
