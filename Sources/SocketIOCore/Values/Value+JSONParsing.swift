public import EngineIOCore

extension Value {
    /// Reads one JSON value, white space around it allowed.
    ///
    /// - Parameters:
    ///   - json: UTF-8; what isn't is replaced by U+FFFD.
    ///   - maxDepth: how many arrays and objects may be inside one another, up to 64.
    ///   - attachments: what the placeholders in the value stand for. Without any, they are objects as others are.
    public init(
        json: RawSpan,
        maxDepth: Int = ConnectionLimits.jsonDepth,
        attachments: [[UInt8]] = []
    ) throws(JSONError) {
        self = try json.withUnsafeBytes { bytes throws(JSONError) in
            try JSONScanner.document(bytes, depth: maxDepth)
            var reader = JSONReader(bytes: bytes, attachments: attachments)
            return reader.value()
        }
    }

    /// Reads the elements of a list of JSON values that is known to be valid: the inside of an array.
    static func list(json bytes: UnsafeRawBufferPointer, attachments: [[UInt8]]) -> [Value] {
        var reader = JSONReader(bytes: bytes, attachments: attachments)
        var values: [Value] = []
        while !reader.isAtEnd { values.append(reader.value()) }
        return values
    }
}

/// Builds values from JSON that a scan has found valid and not too deep; which is why it neither fails nor stops early.
struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    let attachments: [[UInt8]]
    private var position = 0

    init(bytes: UnsafeRawBufferPointer, attachments: [[UInt8]]) {
        self.bytes = bytes
        self.attachments = attachments
        skipSeparators()
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// Reads the value here, and goes on to the start of what follows it.
    mutating func value() -> Value {
        defer { skipSeparators() }
        guard !isAtEnd else { return .null }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(string())
        case UInt8(ascii: "["): return .array(array())
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "t"): return literal(.bool(true), length: 4)
        case UInt8(ascii: "f"): return literal(.bool(false), length: 5)
        case UInt8(ascii: "n"): return literal(.null, length: 4)
        default: return number()
        }
    }

    private mutating func literal(_ value: Value, length: Int) -> Value {
        position += length
        return value
    }

    private mutating func string() -> String {
        let start = position + 1
        let end = (try? JSONScanner.string(in: bytes, at: position)) ?? bytes.count
        position = end
        return JSONString.text(of: UnsafeRawBufferPointer(rebasing: bytes[start..<max(start, end - 1)]))
    }

    private mutating func array() -> [Value] {
        var values: [Value] = []
        open()
        while !close(UInt8(ascii: "]")) { values.append(value()) }
        return values
    }

    private mutating func object() -> Value {
        var object = Object()
        open()
        while !close(UInt8(ascii: "}")) {
            let name = string()
            skipSeparators()
            object.members.append(Object.Member(name: name, value: value()))
        }
        guard !attachments.isEmpty, object[Placeholder.mark] == true,
            case .int(let number)? = object[Placeholder.number],
            let index = Int(exactly: number), attachments.indices.contains(index)
        else { return .object(object) }
        return .binary(attachments[index])
    }

    private mutating func number() -> Value {
        let start = position
        position = max((try? JSONScanner.number(in: bytes, at: start)) ?? bytes.count, start + 1)
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        // A minus zero is a number that only a double can hold.
        if let integer = Int64(text), integer != 0 || text == "0" { return .int(integer) }
        return .double(Double(text) ?? .nan)
    }

    private mutating func open() {
        position += 1
        skipSeparators()
    }

    private mutating func close(_ end: UInt8) -> Bool {
        guard !isAtEnd else { return true }
        guard bytes[position] == end else { return false }
        position += 1
        return true
    }

    /// Goes on past white space, a comma or a colon; which of them may be there the scan has seen to.
    private mutating func skipSeparators() {
        while !isAtEnd {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","), UInt8(ascii: ":"): position += 1
            default: return
            }
        }
    }
}
