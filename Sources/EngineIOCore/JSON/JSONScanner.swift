/// Finds where JSON values end, checking the whole grammar of RFC 8259 and building nothing.
///
/// It uses no recursion: the kinds of the containers around the current position are the bits of one integer, which
/// is why a depth can't exceed ``maxDepth``. The bytes must be UTF-8, which is for the caller to check.
package enum JSONScanner {
    /// The greatest depth that can be asked for.
    package static let maxDepth = 64

    /// Returns the offset just after the value that begins at `start` (white space before it is skipped).
    ///
    /// - Parameter depth: how many containers may be open at once, up to ``maxDepth``.
    package static func value(
        in bytes: UnsafeRawBufferPointer,
        at start: Int,
        depth: Int
    ) throws(JSONError) -> Int {
        let limit = min(depth, maxDepth)
        // Bit 0 is the innermost container: 1 an object, 0 an array.
        var kinds: UInt64 = 0
        var open = 0
        var position = start
        while true {
            position = whitespace(in: bytes, at: position)
            guard position < bytes.count else { throw .syntax(offset: position) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = try string(in: bytes, at: position)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open < limit else { throw .tooDeep(limit: limit) }
                let isObject = bytes[position] == UInt8(ascii: "{")
                position = whitespace(in: bytes, at: position + 1)
                if position < bytes.count, bytes[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    position += 1
                } else {
                    kinds = kinds << 1 | (isObject ? 1 : 0)
                    open += 1
                    if isObject { position = try key(in: bytes, at: position) }
                    continue
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                position = try number(in: bytes, at: position)
            default:
                position = try literal(in: bytes, at: position)
            }
            // A value has ended: close what closes here, and stop, or go on to the next member.
            while open > 0 {
                position = whitespace(in: bytes, at: position)
                guard position < bytes.count else { throw .syntax(offset: position) }
                let isObject = kinds & 1 == 1
                if bytes[position] == UInt8(ascii: ",") {
                    position += 1
                    if isObject { position = try key(in: bytes, at: whitespace(in: bytes, at: position)) }
                    break
                }
                guard bytes[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw .syntax(offset: position)
                }
                position += 1
                kinds >>= 1
                open -= 1
            }
            if open == 0 { return position }
        }
    }

    /// Returns the offset just after the one value that `bytes` holds, white space around it included.
    package static func document(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(JSONError) {
        let end = whitespace(in: bytes, at: try value(in: bytes, at: 0, depth: depth))
        guard end == bytes.count else { throw .syntax(offset: end) }
    }

    /// Returns the offset of the first byte from `start` on that is not white space.
    @inlinable
    package static func whitespace(in bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return position
            }
        }
        return position
    }

    /// Returns the offset after the key that begins at `start` and the colon that follows it.
    private static func key(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { throw .syntax(offset: start) }
        let colon = whitespace(in: bytes, at: try string(in: bytes, at: start))
        guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { throw .syntax(offset: colon) }
        return colon + 1
    }

    private static func literal(in bytes: UnsafeRawBufferPointer, at start: Int) throws(JSONError) -> Int {
        let word: StaticString =
            switch bytes[start] {
            case UInt8(ascii: "t"): "true"
            case UInt8(ascii: "f"): "false"
            case UInt8(ascii: "n"): "null"
            default: throw .syntax(offset: start)
            }
        let end = start + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw .syntax(offset: bytes.count) }
        for index in start..<end where bytes[index] != word.utf8Start[index - start] {
            throw .syntax(offset: index)
        }
        return end
    }
}
