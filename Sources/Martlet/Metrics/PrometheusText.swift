/// Names, labels and numbers as Prometheus' text format has them.
enum PrometheusText {
    /// One label of a series.
    struct Label: Hashable, Comparable {
        let name: String
        let value: String

        static func < (left: Label, right: Label) -> Bool { (left.name, left.value) < (right.name, right.value) }
    }

    /// The value of `Content-Type`.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A name of letters, digits and underscores that doesn't begin with a digit; others become underscores.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            let isDigit = ("0"..."9").contains(scalar)
            if isDigit && name.isEmpty { name = "_" }
            name.unicodeScalars.append(isLetter || isDigit ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    /// Labels in the one order that makes equal sets equal.
    static func labels(_ pairs: [(String, String)]) -> [Label] {
        pairs.map { Label(name: name($0.0), value: $0.1) }.sorted()
    }

    /// `{name="value"}`, or nothing.
    static func list(_ labels: [Label]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{\(labels.map { "\($0.name)=\"\(escapedValue($0.value))\"" }.joined(separator: ","))}"
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    /// Backslashes and line ends would end the line.
    static func escapedHelp(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }

    private static func escapedValue(_ text: String) -> String {
        escapedHelp(text).reduce(into: "") { $0 += $1 == "\"" ? "\\\"" : String($1) }
    }
}
