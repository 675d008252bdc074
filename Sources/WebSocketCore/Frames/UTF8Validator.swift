/// Checks UTF-8 that comes in pieces, and fails at the first byte that can't belong (RFC 6455 §8.1, RFC 3629 §4).
public struct UTF8Validator: Sendable {
    /// Continuation bytes still owed by the character begun.
    private var owed: UInt8 = 0
    /// The range of the next continuation byte: narrower than 80-BF after E0, ED, F0 and F4, which shuts out
    /// overlong forms, surrogates and values above U+10FFFF.
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    /// A validator at the start of a text.
    public init() {}

    /// Whether the text so far ends between two characters.
    public var isComplete: Bool { owed == 0 }

    /// Takes the next piece.
    ///
    /// - Returns: false if a byte can't follow what came before.
    public mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var index = 0
        let count = bytes.count
        while index < count {
            if owed == 0 {
                index = Self.skipCharacters(base, from: index, count: count)
                guard index < count else { return true }
                guard begin(base.load(fromByteOffset: index, as: UInt8.self)) else { return false }
            } else {
                let byte = base.load(fromByteOffset: index, as: UInt8.self)
                guard byte >= low, byte <= high else { return false }
                owed &-= 1
                low = 0x80
                high = 0xBF
            }
            index &+= 1
        }
        return true
    }

    /// The index of the first byte that is not part of a whole, valid character, or of one of the last three.
    @inline(__always)
    private static func skipCharacters(_ base: UnsafeRawPointer, from start: Int, count: Int) -> Int {
        var index = start
        while index &+ 4 <= count {
            let word = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            if word & 0x8080_8080 == 0 {
                index = skipASCII(base, from: index, count: count)
                continue
            }
            let size = characterSize(word)
            guard size > 0 else { return index }
            index &+= size
        }
        while index < count, base.load(fromByteOffset: index, as: UInt8.self) < 0x80 { index &+= 1 }
        return index
    }

    /// How many of the four bytes in `word`, the first one lowest, are its first character; 0 if that is none.
    @inline(__always)
    private static func characterSize(_ word: UInt32) -> Int {
        if word & 0x80 == 0 { return 1 }
        if word & 0x00C0_C0F0 == 0x0080_80E0 {
            // The top five bits of the value: 0 is overlong, 11011 a surrogate.
            let top = word & 0x200F
            return top != 0 && top != 0x200D ? 3 : 0
        }
        if word & 0xC0E0 == 0x80C0 { return word & 0x1E != 0 ? 2 : 0 }
        if word & 0xC0C0_C0F8 == 0x8080_80F0 {
            // The plane: 0 is overlong, above 16 there is none.
            let plane = (word & 0x07) << 2 | (word >> 12) & 0x03
            return (1...16).contains(plane) ? 4 : 0
        }
        return 0
    }

    @inline(__always)
    private static func skipASCII(_ base: UnsafeRawPointer, from start: Int, count: Int) -> Int {
        var index = start
        while index &+ 32 <= count {
            let word = base.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
            let joined = word[0] | word[1] | word[2] | word[3]
            if joined & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 32
        }
        while index &+ 4 <= count {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt32.self)
            if word & 0x8080_8080 != 0 { break }
            index &+= 4
        }
        return index
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: owed = 1
        case 0xE0:
            owed = 2
            low = 0xA0
        case 0xED:
            owed = 2
            high = 0x9F
        case 0xE1...0xEF: owed = 2
        case 0xF0:
            owed = 3
            low = 0x90
        case 0xF1...0xF3: owed = 3
        case 0xF4:
            owed = 3
            high = 0x8F
        default: return false
        }
        return true
    }
}
