/// Collects the bytes of a connection until a head is complete. Every byte is searched once, however it drips in.
public struct HeadReader: Sendable {
    /// What was read so far, the head and whatever came glued to it.
    public private(set) var bytes: [UInt8] = []
    private let limits: MessageHead.Limits
    private var searched = 0

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
        let end = bytes.withUnsafeBytes { Self.endOfHead($0, from: searched) }
        guard let end else {
            guard bytes.count <= limits.maxSize else { throw .tooLarge }
            searched = max(0, bytes.count - 3)
            return nil
        }
        guard end <= limits.maxSize else { throw .tooLarge }
        let head = bytes.withUnsafeBytes { raw in
            Result { () throws(MessageHead.ParseError) in try MessageHead(raw, end: end, limits: limits) }
        }
        return (try head.get(), end)
    }

    private static func endOfHead(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index + 4 <= bytes.count {
            // CR LF CR LF, read as one word.
            if bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self) == UInt32(littleEndian: 0x0A0D_0A0D) {
                return index + 4
            }
            index += 1
        }
        return nil
    }
}
