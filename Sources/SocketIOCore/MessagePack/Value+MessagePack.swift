extension Value {
    /// Reads one MessagePack value.
    ///
    /// - Parameter maxDepth: how many arrays and maps may be inside one another, up to 64.
    public init(messagePack: RawSpan, maxDepth: Int = ConnectionLimits.jsonDepth) throws(MessagePackError) {
        self = try messagePack.withUnsafeBytes { bytes throws(MessagePackError) in
            try MessagePackScanner.document(bytes, depth: min(maxDepth, ConnectionLimits.jsonDepth))
            return Value.list(messagePack: bytes).first ?? .null
        }
    }

    /// Reads values in a row that are known to be valid.
    static func list(messagePack bytes: UnsafeRawBufferPointer) -> [Value] {
        var values: [Value] = []
        var position = 0
        while position < bytes.count, let value = try? read(bytes, at: &position) { values.append(value) }
        return values
    }

    /// Recursive, but no deeper than the scan before has allowed.
    private static func read(_ bytes: UnsafeRawBufferPointer, at position: inout Int) throws(MessagePackError) -> Value
    {
        switch try MessagePackHead(bytes, at: &position) {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .unsigned(let value): return .double(Double(value))
        case .double(let value): return .double(value)
        case .string(let count): return .string(String(decoding: take(count, of: bytes, at: &position), as: UTF8.self))
        case .binary(let count): return .binary(Array(take(count, of: bytes, at: &position)))
        case .extended(let type, let count):
            let content = take(count, of: bytes, at: &position)
            return MessagePackExtension(type: type, byteCount: count)?.value(content) ?? .null
        case .array(let count):
            var values: [Value] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(try read(bytes, at: &position)) }
            return .array(values)
        case .map(let count):
            var members: [Object.Member] = []
            members.reserveCapacity(count)
            for _ in 0..<count {
                let name = try read(bytes, at: &position).string ?? ""
                members.append(Object.Member(name: name, value: try read(bytes, at: &position)))
            }
            return .object(Object(members))
        }
    }

    private static func take(
        _ count: Int,
        of bytes: UnsafeRawBufferPointer,
        at position: inout Int
    ) -> UnsafeRawBufferPointer {
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// Appends this value as MessagePack, each number and length in the fewest bytes.
    public func appendMessagePack(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(0xC0)
        case .bool(let value): output.append(value ? 0xC3 : 0xC2)
        case .int(let value): output.appendMessagePack(value)
        case .double(let value):
            output.append(0xCB)
            output.appendBigEndian(value.bitPattern, size: 8)
        case .string(let text): output.appendMessagePack(text)
        case .binary(let bytes):
            output.appendMessagePackSize(bytes.count, short: nil, heads: [0xC4, 0xC5, 0xC6])
            output.append(contentsOf: bytes)
        case .array(let values):
            output.appendMessagePackSize(values.count, short: (0x90, 16), heads: [nil, 0xDC, 0xDD])
            for value in values { value.appendMessagePack(to: &output) }
        case .object(let object):
            output.appendMessagePackSize(object.members.count, short: (0x80, 16), heads: [nil, 0xDE, 0xDF])
            for member in object.members {
                output.appendMessagePack(member.name)
                member.value.appendMessagePack(to: &output)
            }
        }
    }
}
