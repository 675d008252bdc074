/// Bytes written as in the RFCs: two hexadecimal digits each, spaces between.
func wire(_ hex: String) -> [UInt8] {
    hex.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0, radix: 16) }
}

/// A frame written by hand (RFC 6455 §5.2), so that nothing is checked against itself, and rules can be broken.
struct Frame {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    /// RSV1 is 4, RSV2 2, RSV3 1.
    var reserved: UInt8 = 0
    var mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    /// How many bytes the extended length takes: 0, 2 or 8; nil for the shortest form.
    var lengthBytes: Int?
    /// The length that the header claims; nil for the payload's.
    var claimed: UInt64?

    static func text(_ text: String, isFinal: Bool = true) -> Frame {
        Frame(opcode: 1, payload: Array(text.utf8), isFinal: isFinal)
    }

    static func continuation(_ text: String, isFinal: Bool = true) -> Frame {
        Frame(opcode: 0, payload: Array(text.utf8), isFinal: isFinal)
    }

    var bytes: [UInt8] {
        let length = claimed ?? UInt64(payload.count)
        let extended = lengthBytes ?? (length <= 125 ? 0 : length <= 0xFFFF ? 2 : 8)
        let short = extended == 0 ? UInt8(truncatingIfNeeded: length) : extended == 2 ? 126 : 127
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode, (mask == nil ? 0 : 0x80) | short]
        for shift in stride(from: extended * 8 - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
        }
        guard let mask else { return bytes + payload }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

/// The bytes of frames, one after the other.
func wire(_ frames: Frame...) -> [UInt8] { frames.flatMap(\.bytes) }
