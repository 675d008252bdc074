#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Collects the bytes of a connection until a head is complete (RFC 9112 §2.1). Every byte is searched once, however
/// it drips in.
public struct HeadReader: Sendable {
    /// What was read so far, the head and whatever came glued to it.
    public private(set) var bytes: [UInt8] = []
    private let limits: MessageHead.Limits
    private var searched = 0
    private var lineStart = 0

    /// A reader at the start of a connection.
    public init(limits: MessageHead.Limits = .init()) {
        self.limits = limits
    }

    /// Takes the next bytes.
    ///
    /// - Returns: the head and the number of bytes it took from the front of ``bytes``, or nil if it is not
    ///   complete.
    /// - Throws: the limit that is exceeded, or that the bytes are no head.
    public mutating func accept(
        _ input: UnsafeRawBufferPointer
    ) throws(MessageHead.ParseError) -> (head: MessageHead, size: Int)? {
        bytes.append(contentsOf: input)
        guard let end = try endOfHead() else {
            guard bytes.count <= limits.maxSize else { throw .tooLarge }
            return nil
        }
        return (try MessageHead(bytes, end: end, limits: limits), end)
    }

    /// The index behind the empty line, within the limit. A line feed alone ends no line (RFC 9112 §2.2).
    private mutating func endOfHead() throws(MessageHead.ParseError) -> Int? {
        let end = max(min(bytes.count, limits.maxSize), searched)
        while let feed = bytes.withUnsafeBytes({ Self.lineFeed($0, searched..<end) }) {
            guard feed > 0, bytes[feed - 1] == UInt8(ascii: "\r") else { throw .malformed }
            if feed == lineStart + 1 { return feed + 1 }
            searched = feed + 1
            lineStart = searched
        }
        searched = end
        return nil
    }

    private static func lineFeed(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress,
            let found = memchr(base + range.lowerBound, Int32(UInt8(ascii: "\n")), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
