import Logging

/// Texts within log lines.
enum LogText {
    /// A text as a JSON string (RFC 8259 §7).
    static func json(_ text: String) -> String { "\"\(escaped(text, quotes: true))\"" }

    /// Metadata as a JSON value.
    static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .array(let values): "[\(values.map(json).joined(separator: ","))]"
        case .dictionary(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }.joined(separator: ","))}"
        default: json(value.description)
        }
    }

    /// A text as it is, or in quotes if it would not be seen where it ends.
    static func plain(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") }
        return isPlain && escaped(text) == text ? text : json(text)
    }

    /// A text on one line: without control characters, those of Unicode's second set and line ends included.
    static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes: result += "\\\""
            case "\\" where quotes: result += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
