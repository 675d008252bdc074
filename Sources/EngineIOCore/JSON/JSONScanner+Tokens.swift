extension JSONScanner {
    /// Returns the offset just after the string whose opening quote is at `start`.
    package static func string(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        var position = start + 1
        while true {
            position = plainRun(in: bytes, at: position)
            guard position < bytes.count else { throw .syntax(offset: position) }
            switch bytes[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\\"): position = try escape(in: bytes, at: position)
            default: throw .syntax(offset: position)  // a control character, which must be escaped
            }
        }
    }

    /// Returns the offset of the first quote, backslash or control character from `start` on; eight bytes a step.
    @inlinable
    package static func plainRun(in bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var position = start
        while position + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // The lowest bit found is exact; borrows can only mark bytes above a true hit.
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20)) & ~word)
                & (ones &* 0x80)
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
            position += 1
        }
        return position
    }

    /// Returns the offset just after the number that begins at `start`.
    package static func number(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        var position = start
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            position = try digits(in: bytes, at: position)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position = try digits(in: bytes, at: position + 1)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            position = try digits(in: bytes, at: position)
        }
        return position
    }

    private static func digits(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        var position = start
        while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
        guard position > start else { throw .syntax(offset: position) }
        return position
    }

    /// Returns the offset just after the escape whose backslash is at `start`.
    private static func escape(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw .syntax(offset: bytes.count) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            for index in start + 2..<start + 6 {
                guard index < bytes.count, JSONString.hexDigit(bytes[index]) != nil else {
                    throw .syntax(offset: index)
                }
            }
            return start + 6
        default:
            throw .syntax(offset: start + 1)
        }
    }
}
