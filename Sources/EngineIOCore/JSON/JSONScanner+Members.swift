extension JSONScanner {
    /// Calls `body` with the key and the raw value of each member of the object that valid JSON holds.
    package static func forEachMember(
        in bytes: UnsafeRawBufferPointer,
        _ body: (String, UnsafeRawBufferPointer) -> Void
    ) throws(JSONError) {
        try forEachElement(in: bytes, opening: UInt8(ascii: "{")) { start throws(JSONError) in
            let keyEnd = try string(in: bytes, at: start)
            let key = JSONString.text(of: UnsafeRawBufferPointer(rebasing: bytes[start + 1..<keyEnd - 1]))
            let valueStart = whitespace(in: bytes, at: whitespace(in: bytes, at: keyEnd) + 1)
            let end = try value(in: bytes, at: valueStart, depth: maxDepth)
            body(key, UnsafeRawBufferPointer(rebasing: bytes[valueStart..<end]))
            return end
        }
    }

    /// Calls `body` with each raw element of the array that valid JSON holds.
    package static func forEachElement(
        in bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(JSONError) {
        try forEachElement(in: bytes, opening: UInt8(ascii: "[")) { start throws(JSONError) in
            let end = try value(in: bytes, at: start, depth: maxDepth)
            body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            return end
        }
    }

    /// Calls `body` at the start of each element of the container; it returns the element's end.
    private static func forEachElement(
        in bytes: UnsafeRawBufferPointer,
        opening: UInt8,
        _ body: (Int) throws(JSONError) -> Int
    ) throws(JSONError) {
        var position = whitespace(in: bytes, at: 0)
        guard position < bytes.count, bytes[position] == opening else { throw .syntax(offset: position) }
        repeat {
            position = whitespace(in: bytes, at: position + 1)
            guard position < bytes.count else { throw .syntax(offset: position) }
            if bytes[position] == UInt8(ascii: "}") || bytes[position] == UInt8(ascii: "]") { return }
            position = whitespace(in: bytes, at: try body(position))
        } while position < bytes.count && bytes[position] == UInt8(ascii: ",")
    }
}
