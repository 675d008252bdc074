/// The head of an HTTP/1.1 request or response: a start line and fields, up to the empty line (RFC 9112 §2.1).
///
/// The text is kept once, as it came; fields are looked up in it.
public struct MessageHead: Sendable {
    /// How large a head may be. A server answers a larger one with 431 (RFC 6585 §5).
    public struct Limits: Sendable, Equatable {
        /// The most bytes from the start line to the empty line. Default 16 KiB.
        public var maxSize: Int
        /// The most fields. Default 100.
        public var maxFields: Int

        /// The defaults, or what is given instead.
        public init(maxSize: Int = 16 << 10, maxFields: Int = 100) {
            self.maxSize = maxSize
            self.maxFields = maxFields
        }
    }

    /// Why bytes are not a head.
    public enum ParseError: Error, Equatable, Sendable {
        /// The head is longer than ``Limits/maxSize``; answer 431.
        case tooLarge
        /// More fields than ``Limits/maxFields``; answer 431.
        case tooManyFields
        /// The bytes break the grammar of RFC 9112; answer 400.
        case malformed
    }

    private let bytes: [UInt8]
    private let startLine: Range<Int>
    private let fields: [Field]

    private struct Field: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    /// The first line, such as `GET /chat HTTP/1.1` or `HTTP/1.1 101 Switching Protocols`.
    public var firstLine: String { text(startLine) }

    /// All fields in order, as written.
    public var all: [(name: String, value: String)] {
        fields.map { (text($0.name), text($0.value)) }
    }

    /// Every value of a field, in order; names are compared without case.
    public subscript(_ name: String) -> [String] {
        var values: [String] = []
        for field in fields where matches(field.name, name) { values.append(text(field.value)) }
        return values
    }

    /// Whether the field is there.
    public func has(_ name: String) -> Bool { fields.contains { matches($0.name, name) } }

    /// Whether the field, read as a list, has this token; both without case (RFC 6455 §4.2.1).
    public func has(_ name: String, token: String) -> Bool {
        fields.contains { field in
            guard matches(field.name, name) else { return false }
            var rest = bytes[field.value]
            while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
                if matches(Self.trimmed(bytes, rest.startIndex..<comma), token) { return true }
                rest = rest[(comma + 1)...]
            }
            return matches(Self.trimmed(bytes, rest.indices), token)
        }
    }

    /// The first line cut at its first `maxParts - 1` spaces.
    func firstLineParts(_ maxParts: Int) -> [String] {
        var parts: [String] = []
        parts.reserveCapacity(maxParts)
        var rest = bytes[startLine]
        while parts.count < maxParts - 1, let space = rest.firstIndex(of: UInt8(ascii: " ")) {
            parts.append(text(rest.startIndex..<space))
            rest = rest[(space + 1)...]
        }
        return parts + [text(rest.indices)]
    }

    private func matches(_ range: Range<Int>, _ name: String) -> Bool {
        let name = name.utf8
        guard range.count == name.count else { return false }
        var index = range.lowerBound
        for byte in name {
            guard asciiLower(bytes[index]) == asciiLower(byte) else { return false }
            index += 1
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Reads a head at the start of `bytes` that ends at `end`, the index just after the empty line.
    init(_ bytes: [UInt8], end: Int, limits: Limits) throws(ParseError) {
        var fields: [Field] = []
        fields.reserveCapacity(16)
        guard let lineEnd = bytes.firstIndex(of: 0x0D), lineEnd + 1 < bytes.count, bytes[lineEnd + 1] == 0x0A else {
            throw .malformed
        }
        guard bytes[..<lineEnd].allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .malformed }
        var index = lineEnd + 2
        while index < end, bytes[index] != 0x0D {
            guard fields.count < limits.maxFields else { throw .tooManyFields }
            fields.append(try Self.field(bytes, &index))
        }
        guard index == end - 2 else { throw .malformed }
        self.bytes = bytes
        self.startLine = 0..<lineEnd
        self.fields = fields
    }

    /// One `name: value CRLF`, from `index` on (RFC 9112 §5). A folded line is malformed (§5.2).
    private static func field(_ bytes: [UInt8], _ index: inout Int) throws(ParseError) -> Field {
        let nameStart = index
        while index < bytes.count, isTokenByte(bytes[index]) { index += 1 }
        guard index > nameStart, index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw .malformed }
        let name = nameStart..<index
        index += 1
        let valueStart = index
        while index < bytes.count, isText(bytes[index]) { index += 1 }
        guard index + 2 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A else { throw .malformed }
        let value = trimmed(bytes, valueStart..<index)
        index += 2
        return Field(name: name, value: value)
    }

    /// The range without spaces and tabs at its ends.
    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while start < end, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// RFC 9110 §5.5: what may stand in a field's value.
    private static func isText(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == 0x09
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
