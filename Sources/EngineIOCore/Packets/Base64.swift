/// Base64 with the standard alphabet and padding (RFC 4648 §4), for binary packets in polling payloads.
public enum Base64 {
    /// How many characters stand for this many bytes.
    public static func encodedCount(_ byteCount: Int) -> Int { (byteCount + 2) / 3 * 4 }

    /// Appends the base64 of `bytes` to `output`.
    public static func encode(_ bytes: RawSpan, into output: inout [UInt8]) {
        let digits = alphabet
        bytes.withUnsafeBytes { bytes in
            output.reserveCapacity(output.count + encodedCount(bytes.count))
            var position = 0
            while position < bytes.count {
                let left = bytes.count - position
                let word =
                    Int(bytes[position]) << 16
                    | (left > 1 ? Int(bytes[position + 1]) << 8 : 0)
                    | (left > 2 ? Int(bytes[position + 2]) : 0)
                output.append(digits[word >> 18])
                output.append(digits[word >> 12 & 63])
                output.append(left > 1 ? digits[word >> 6 & 63] : padding)
                output.append(left > 2 ? digits[word & 63] : padding)
                position += 3
            }
        }
    }

    /// Decodes the base64 that lies in `range` of `bytes` where it lies, and returns the shorter range, from the same
    /// start, that then holds the bytes; nil if it is not base64, in which case the range's content is undefined.
    public static func decode(_ bytes: inout [UInt8], in range: Range<Int>) -> Range<Int>? {
        guard range.count % 4 == 0 else { return nil }
        let values = digitValues
        let padded = bytes[range].suffix(2).reversed().prefix { $0 == padding }.count
        let end = range.upperBound - padded
        var target = range.lowerBound
        for group in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            var word = 0
            for index in group..<group + 4 {
                let value = index < end ? values[Int(bytes[index])] : 0
                guard value != invalid else { return nil }
                word = word << 6 | Int(value)
            }
            // Three bytes always fit where four digits were; the padding's share is cut off below.
            bytes[target] = UInt8(truncatingIfNeeded: word >> 16)
            bytes[target + 1] = UInt8(truncatingIfNeeded: word >> 8)
            bytes[target + 2] = UInt8(truncatingIfNeeded: word)
            target += 3
        }
        return range.lowerBound..<target - padded
    }

    private static let padding = UInt8(ascii: "=")
    private static let invalid: UInt8 = 0xFF
    private static let alphabet = [UInt8](
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )
    private static let digitValues: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
