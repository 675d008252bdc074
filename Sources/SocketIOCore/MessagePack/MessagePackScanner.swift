internal import EngineIOCore

/// Finds where MessagePack values end, checking all that a reader relies on and building nothing, without recursion.
enum MessagePackScanner {
    /// Returns the offset just after the value that begins at `start`.
    ///
    /// - Parameter depth: how many arrays and maps may be open at once.
    static func value(
        in bytes: UnsafeRawBufferPointer,
        at start: Int,
        depth: Int
    ) throws(MessagePackError) -> Int {
        // For each open container how many values are still to come; of a map, its keys and values.
        var open: [(left: Int, isMap: Bool)] = []
        var position = start
        repeat {
            let isKey = open.last.map { $0.isMap && $0.left % 2 == 0 } ?? false
            if !open.isEmpty { open[open.count - 1].left -= 1 }
            let head = try MessagePackHead(bytes, at: &position)
            if isKey, !head.isString { throw .invalidKey }
            switch head {
            case .string(let count):
                let text = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
                guard UTF8Check.isValid(text) else { throw .invalidUTF8 }
                position += count
            case .binary(let count): position += count
            case .extended(let type, let count):
                guard MessagePackExtension(type: type, byteCount: count) != nil else { throw .unknownExtension(type) }
                position += count
            case .array(let count): open.append((count, false))
            case .map(let count): open.append((2 * count, true))
            case .null, .bool, .int, .unsigned, .double: break
            }
            guard open.count <= depth else { throw .tooDeep(limit: depth) }
            while let last = open.last, last.left == 0 { open.removeLast() }
        } while !open.isEmpty
        return position
    }

    /// Checks that `bytes` are exactly one value.
    static func document(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(MessagePackError) {
        guard try value(in: bytes, at: 0, depth: depth) == bytes.count else { throw .trailingBytes }
    }
}

extension MessagePackHead {
    var isString: Bool {
        if case .string = self { true } else { false }
    }
}
