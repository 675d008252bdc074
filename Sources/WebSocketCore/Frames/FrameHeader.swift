/// The 2 to 14 bytes before a frame's payload (RFC 6455 §5.2).
public struct FrameHeader: Equatable, Sendable {
    /// The longest header: 2 bytes, 8 of length, 4 of mask.
    public static let maxSize = 14

    /// Whether this is the last fragment of its message.
    public var isFinal: Bool
    /// RSV1: with permessage-deflate, that the message is compressed (RFC 7692 §6).
    public var isCompressed: Bool
    /// What the frame carries.
    public var opcode: Opcode
    /// The masking key as its four bytes lie in memory, or nil for an unmasked frame.
    public var mask: UInt32?
    /// Bytes of payload that follow.
    public var length: Int

    /// A header with these fields.
    public init(opcode: Opcode, length: Int, isFinal: Bool = true, isCompressed: Bool = false, mask: UInt32? = nil) {
        self.isFinal = isFinal
        self.isCompressed = isCompressed
        self.opcode = opcode
        self.mask = mask
        self.length = length
    }

    /// Reads a header from the start of `bytes`.
    ///
    /// - Returns: the header and how many bytes it took, or nil if more bytes are needed.
    /// - Throws: a violation of RFC 6455 §5.2 and §5.5, as early as its byte is there.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ProtocolViolation) -> (header: FrameHeader, size: Int)? {
        guard bytes.count >= 2 else {
            if bytes.count == 1 { _ = try opcode(of: bytes[0]) }
            return nil
        }
        let opcode = try opcode(of: bytes[0])
        let isFinal = bytes[0] & 0x80 != 0
        let isMasked = bytes[1] & 0x80 != 0
        let short = Int(bytes[1] & 0x7F)
        if opcode.isControl {
            guard isFinal else { throw ProtocolViolation(.fragmentedControl) }
            guard short <= 125 else { throw ProtocolViolation(.oversizedControl) }
        }
        let lengthSize = short == 126 ? 2 : short == 127 ? 8 : 0
        let size = 2 + lengthSize + (isMasked ? 4 : 0)
        guard bytes.count >= size else { return nil }
        let length = try length(bytes, short: short)
        return (
            FrameHeader(
                opcode: opcode,
                length: length,
                isFinal: isFinal,
                isCompressed: bytes[0] & 0x40 != 0,
                mask: isMasked ? bytes.loadUnaligned(fromByteOffset: size - 4, as: UInt32.self) : nil
            ), size
        )
    }

    @inline(__always)
    private static func opcode(of first: UInt8) throws(ProtocolViolation) -> Opcode {
        guard first & 0x30 == 0 else { throw ProtocolViolation(.reservedBits) }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw ProtocolViolation(.reservedOpcode) }
        return opcode
    }

    private static func length(_ bytes: UnsafeRawBufferPointer, short: Int) throws(ProtocolViolation) -> Int {
        switch short {
        case 126:
            let length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            guard length > 125 else { throw ProtocolViolation(.invalidLength) }
            return length
        case 127:
            let wide = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
            guard wide > UInt64(UInt16.max), let length = Int(exactly: wide) else {
                throw ProtocolViolation(.invalidLength)
            }
            return length
        default:
            return short
        }
    }

    /// How many bytes ``write(to:)`` writes.
    public var size: Int {
        (length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10) + (mask == nil ? 0 : 4)
    }

    /// Writes the header to `target`, which must have room for ``size`` bytes.
    public func write(to target: UnsafeMutableRawPointer) {
        var first = opcode.rawValue
        if isFinal { first |= 0x80 }
        if isCompressed { first |= 0x40 }
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        target.storeBytes(of: first, as: UInt8.self)
        if length <= 125 {
            target.storeBytes(of: maskBit | UInt8(truncatingIfNeeded: length), toByteOffset: 1, as: UInt8.self)
        } else if length <= 0xFFFF {
            target.storeBytes(of: maskBit | 126, toByteOffset: 1, as: UInt8.self)
            target.storeBytes(of: UInt16(truncatingIfNeeded: length).bigEndian, toByteOffset: 2, as: UInt16.self)
        } else {
            target.storeBytes(of: maskBit | 127, toByteOffset: 1, as: UInt8.self)
            target.storeBytes(of: UInt64(truncatingIfNeeded: length).bigEndian, toByteOffset: 2, as: UInt64.self)
        }
        if let mask {
            target.storeBytes(of: mask, toByteOffset: size - 4, as: UInt32.self)
        }
    }
}
