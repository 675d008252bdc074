extension [UInt8] {
    /// Appends a number in the fewest bytes.
    mutating func appendMessagePack(_ value: Int64) {
        switch value {
        case -32..<0: append(UInt8(bitPattern: Int8(value)))
        case 0..<128: append(UInt8(value))
        case 0...0xFF: appendMessagePack(head: 0xCC, value, size: 1)
        case 0...0xFFFF: appendMessagePack(head: 0xCD, value, size: 2)
        case 0...0xFFFF_FFFF: appendMessagePack(head: 0xCE, value, size: 4)
        case 0...: appendMessagePack(head: 0xCF, value, size: 8)
        case Int64(Int8.min)...: appendMessagePack(head: 0xD0, value, size: 1)
        case Int64(Int16.min)...: appendMessagePack(head: 0xD1, value, size: 2)
        case Int64(Int32.min)...: appendMessagePack(head: 0xD2, value, size: 4)
        default: appendMessagePack(head: 0xD3, value, size: 8)
        }
    }

    /// Appends a number that may be beyond `Int64`.
    mutating func appendMessagePack(unsigned value: UInt64) {
        if let value = Int64(exactly: value) { return appendMessagePack(value) }
        append(0xCF)
        appendBigEndian(value, size: 8)
    }

    /// Appends a text.
    mutating func appendMessagePack(_ text: String) {
        appendMessagePackSize(text.utf8.count, short: (0xA0, 32), heads: [0xD9, 0xDA, 0xDB])
        append(contentsOf: text.utf8)
    }

    /// Appends the head of a value with a size: one byte if the size is below `short`'s limit, else the head for a
    /// size of one, two or four bytes, of which a type may lack the first.
    mutating func appendMessagePackSize(_ size: Int, short: (base: UInt8, limit: Int)?, heads: [UInt8?]) {
        if let short, size < short.limit { return append(short.base | UInt8(size)) }
        if size <= 0xFF, let head = heads[0] {
            appendMessagePack(head: head, Int64(size), size: 1)
        } else if size <= 0xFFFF, let head = heads[1] {
            appendMessagePack(head: head, Int64(size), size: 2)
        } else if let head = heads[2] {
            appendMessagePack(head: head, Int64(size), size: 4)
        }
    }

    mutating func appendBigEndian(_ value: UInt64, size: Int) {
        for shift in stride(from: 8 * (size - 1), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    private mutating func appendMessagePack(head: UInt8, _ value: Int64, size: Int) {
        append(head)
        appendBigEndian(UInt64(bitPattern: value), size: size)
    }
}
