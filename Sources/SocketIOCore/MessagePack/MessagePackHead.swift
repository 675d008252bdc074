/// The head of one MessagePack value: its type and size, without what it contains.
enum MessagePackHead: Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A whole number beyond `Int64`.
    case unsigned(UInt64)
    case double(Double)
    case string(byteCount: Int)
    case binary(byteCount: Int)
    case array(count: Int)
    case map(count: Int)
    case extended(type: Int8, byteCount: Int)

    /// Reads the head at `position`, and moves that past it.
    ///
    /// The bytes that a string, binary or extension announces are all there; an array or map can't announce more
    /// elements than bytes that are left, so that a count is safe to reserve room for.
    init(_ bytes: UnsafeRawBufferPointer, at position: inout Int) throws(MessagePackError) {
        let first = UInt8(truncatingIfNeeded: try Self.integer(bytes, at: &position, size: 1))
        switch first {
        case 0x00...0x7F: self = .int(Int64(first))
        case 0x80...0x8F: self = .map(count: Int(first & 0x0F))
        case 0x90...0x9F: self = .array(count: Int(first & 0x0F))
        case 0xA0...0xBF: self = .string(byteCount: Int(first & 0x1F))
        case 0xC0: self = .null
        case 0xC2, 0xC3: self = .bool(first == 0xC3)
        case 0xC4...0xC6: self = .binary(byteCount: try Self.size(bytes, at: &position, power: first - 0xC4))
        case 0xC7...0xC9:
            let size = try Self.size(bytes, at: &position, power: first - 0xC7)
            self = .extended(type: try Self.type(bytes, at: &position), byteCount: size)
        case 0xCA:
            let bits = UInt32(truncatingIfNeeded: try Self.integer(bytes, at: &position, size: 4))
            self = .double(Double(Float(bitPattern: bits)))
        case 0xCB: self = .double(Double(bitPattern: try Self.integer(bytes, at: &position, size: 8)))
        case 0xCC...0xCF:
            let value = try Self.integer(bytes, at: &position, size: 1 << Int(first - 0xCC))
            self = Int64(exactly: value).map { .int($0) } ?? .unsigned(value)
        case 0xD0...0xD3:
            let size = 1 << Int(first - 0xD0)
            let value = try Self.integer(bytes, at: &position, size: size)
            let unused = 64 - 8 * size
            self = .int(Int64(bitPattern: value << UInt64(unused)) >> Int64(unused))
        case 0xD4...0xD8:
            self = .extended(type: try Self.type(bytes, at: &position), byteCount: 1 << Int(first - 0xD4))
        case 0xD9...0xDB: self = .string(byteCount: try Self.size(bytes, at: &position, power: first - 0xD9))
        case 0xDC, 0xDD: self = .array(count: try Self.size(bytes, at: &position, power: first - 0xDC + 1))
        case 0xDE, 0xDF: self = .map(count: try Self.size(bytes, at: &position, power: first - 0xDE + 1))
        case 0xE0...0xFF: self = .int(Int64(Int8(bitPattern: first)))
        default: throw .invalidByte(first)
        }
        guard leastByteCount <= bytes.count - position else { throw .truncated }
    }

    /// How many bytes the content has at least.
    private var leastByteCount: Int {
        switch self {
        case .string(let count), .binary(let count), .extended(_, let count), .array(let count): count
        case .map(let count): 2 * count
        case .null, .bool, .int, .unsigned, .double: 0
        }
    }

    private static func type(_ bytes: UnsafeRawBufferPointer, at position: inout Int) throws(MessagePackError) -> Int8 {
        Int8(truncatingIfNeeded: try integer(bytes, at: &position, size: 1))
    }

    private static func size(
        _ bytes: UnsafeRawBufferPointer,
        at position: inout Int,
        power: UInt8
    ) throws(MessagePackError) -> Int {
        Int(try integer(bytes, at: &position, size: 1 << Int(power)))
    }

    /// Reads `size` bytes in network order.
    private static func integer(
        _ bytes: UnsafeRawBufferPointer,
        at position: inout Int,
        size: Int
    ) throws(MessagePackError) -> UInt64 {
        guard size <= bytes.count - position else { throw .truncated }
        defer { position += size }
        return bytes[position..<position + size].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
