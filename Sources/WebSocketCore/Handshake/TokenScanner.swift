/// Walks a header value by the grammar of RFC 9110 §5.6. Each byte is looked at once.
struct TokenScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ value: String) { bytes = Array(value.utf8) }

    var isAtEnd: Bool { index == bytes.count }

    func peek(_ wanted: Character) -> Bool { index < bytes.count && bytes[index] == wanted.asciiValue }

    mutating func skipSpaces() {
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    }

    mutating func skip(_ wanted: Character) -> Bool {
        guard peek(wanted) else { return false }
        index += 1
        return true
    }

    mutating func token() -> String? {
        let start = index
        while index < bytes.count, isTokenByte(bytes[index]) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    /// A quoted string whose content is a token, as RFC 6455 §9.1 demands.
    mutating func quotedToken() -> String? {
        guard skip("\"") else { return nil }
        var content: [UInt8] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            guard index < bytes.count, isTokenByte(bytes[index]) else { return nil }
            content.append(bytes[index])
            index += 1
        }
        guard skip("\""), !content.isEmpty else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    /// All tokens of a comma-separated list; nil if something else stands in it (RFC 9110 §5.6.1).
    static func list(_ values: [String]) -> [String]? {
        var tokens: [String] = []
        for value in values {
            var scanner = TokenScanner(value)
            repeat {
                scanner.skipSpaces()
                if let token = scanner.token() { tokens.append(token) }
                scanner.skipSpaces()
            } while scanner.skip(",")
            guard scanner.isAtEnd else { return nil }
        }
        return tokens
    }
}

/// RFC 9110 §5.6.2: `tchar`.
func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
    default: false
    }
}

extension String {
    /// Without control characters, so that it can't end the line that it is put into (RFC 9110 §5.5).
    var withoutControls: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    /// ASCII comparison, as header names and tokens want it.
    func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) { asciiLower($0) == asciiLower($1) }
    }
}

@inline(__always)
func asciiLower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}
