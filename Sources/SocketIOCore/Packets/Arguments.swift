internal import EngineIOCore

/// Where the arguments of a received event or acknowledgement lie: raw, in the format of the connection.
public struct Arguments: Hashable, Sendable {
    /// All of them, as offsets into the message: the inside of the JSON array, or MessagePack values in a row.
    public let range: Range<Int>
    /// How many there are.
    public let count: Int
    /// How they are written.
    public let format: PayloadFormat

    /// Decodes them, with `attachments` in the places of their placeholders.
    public func values(in message: RawSpan, attachments: [[UInt8]] = []) -> [Value] {
        message.withUnsafeBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes[range])
            switch format {
            case .json: return Value.list(json: content, attachments: attachments)
            case .messagePack: return Value.list(messagePack: content)
            }
        }
    }

    /// Where each of them lies, in order, without decoding any.
    public func ranges(in message: RawSpan) -> [Range<Int>] {
        message.withUnsafeBytes { bytes in
            var ranges: [Range<Int>] = []
            ranges.reserveCapacity(count)
            var start = range.lowerBound
            let inside = UnsafeRawBufferPointer(rebasing: bytes[..<range.upperBound])
            while ranges.count < count, let end = end(of: start, in: inside) {
                ranges.append(start..<end)
                start = format == .json ? Self.next(after: end, in: inside) : end
            }
            return ranges
        }
    }

    private func end(of start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        switch format {
        case .json: try? JSONScanner.value(in: bytes, at: start, depth: JSONScanner.maxDepth)
        case .messagePack: try? MessagePackScanner.value(in: bytes, at: start, depth: ConnectionLimits.jsonDepth)
        }
    }

    /// The start of what follows the comma after `end`, white space skipped.
    private static func next(after end: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        JSONScanner.whitespace(in: bytes, at: JSONScanner.whitespace(in: bytes, at: end) + 1)
    }
}
