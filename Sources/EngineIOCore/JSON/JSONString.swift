/// The text of JSON strings, both ways.
package enum JSONString {
    /// Appends `text` as a JSON string with its quotes.
    ///
    /// Escaped is only what RFC 8259 §7 demands: the quote, the backslash and control characters; `/` stays as it is.
    package static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in appendEscaped(UnsafeRawBufferPointer(utf8), to: &output) }
        output.append(UInt8(ascii: "\""))
    }

    /// Returns the text of a string's content: the bytes between its quotes, already known to be valid.
    ///
    /// An escaped half of a surrogate pair without its other half becomes U+FFFD, as there is no such text in Swift.
    package static func text(of content: UnsafeRawBufferPointer) -> String {
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        var output: [UInt8] = []
        output.reserveCapacity(content.count)
        var position = 0
        while position < content.count {
            guard content[position] == UInt8(ascii: "\\") else {
                output.append(content[position])
                position += 1
                continue
            }
            position = appendUnescaped(content, at: position, to: &output)
        }
        return String(decoding: output, as: UTF8.self)
    }

    package static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private static func appendEscaped(_ text: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var position = 0
        while position < text.count {
            let end = JSONScanner.plainRun(in: text, at: position)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[position..<end]))
            guard end < text.count else { return }
            output.append(UInt8(ascii: "\\"))
            switch text[end] {
            case 0x08: output.append(UInt8(ascii: "b"))
            case 0x09: output.append(UInt8(ascii: "t"))
            case 0x0A: output.append(UInt8(ascii: "n"))
            case 0x0C: output.append(UInt8(ascii: "f"))
            case 0x0D: output.append(UInt8(ascii: "r"))
            case let byte where byte < 0x20:
                output.append(contentsOf: "u00".utf8)
                if byte < 16 { output.append(UInt8(ascii: "0")) }
                output.append(contentsOf: String(byte, radix: 16).utf8)
            case let byte: output.append(byte)
            }
            position = end + 1
        }
    }

    /// Appends what the escape at `start` stands for, and returns the offset after it.
    private static func appendUnescaped(
        _ content: UnsafeRawBufferPointer,
        at start: Int,
        to output: inout [UInt8]
    ) -> Int {
        guard start + 1 < content.count else { return content.count }
        switch content[start + 1] {
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"):
            let first = codeUnit(content, at: start)
            if UTF16.isLeadSurrogate(first), let second = optionalCodeUnit(content, at: start + 6),
                UTF16.isTrailSurrogate(second)
            {
                append(UTF16.decode(UTF16.EncodedScalar([first, second])), to: &output)
                return start + 12
            }
            append(Unicode.Scalar(first) ?? "\u{FFFD}", to: &output)
            return start + 6
        case let byte: output.append(byte)
        }
        return start + 2
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private static func optionalCodeUnit(_ content: UnsafeRawBufferPointer, at start: Int) -> UInt16? {
        guard start + 6 <= content.count, content[start] == UInt8(ascii: "\\"), content[start + 1] == UInt8(ascii: "u")
        else { return nil }
        return codeUnit(content, at: start)
    }

    private static func codeUnit(_ content: UnsafeRawBufferPointer, at start: Int) -> UInt16 {
        content[min(start + 2, content.count)..<min(start + 6, content.count)].reduce(0) { value, byte in
            value << 4 | (hexDigit(byte) ?? 0)
        }
    }
}
