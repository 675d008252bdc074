/// The list in `Sec-WebSocket-Extensions` (RFC 6455 §9.1).
struct ExtensionHeader {
    /// One extension with its parameters in order.
    struct Entry {
        var name: String
        var parameters: [(name: String, value: String?)]
    }

    /// Reads all values of the header as one list.
    ///
    /// - Returns: nil if a value breaks the grammar.
    static func parse(_ values: [String]) -> [Entry]? {
        var entries: [Entry] = []
        for value in values {
            var scanner = TokenScanner(value)
            repeat {
                scanner.skipSpaces()
                if scanner.isAtEnd || scanner.peek(",") { continue }
                guard let entry = entry(&scanner) else { return nil }
                entries.append(entry)
            } while scanner.skip(",")
            guard scanner.isAtEnd else { return nil }
        }
        return entries
    }

    private static func entry(_ scanner: inout TokenScanner) -> Entry? {
        guard let name = scanner.token() else { return nil }
        var entry = Entry(name: name, parameters: [])
        scanner.skipSpaces()
        while scanner.skip(";") {
            scanner.skipSpaces()
            guard let parameter = scanner.token() else { return nil }
            scanner.skipSpaces()
            var value: String?
            if scanner.skip("=") {
                scanner.skipSpaces()
                guard let found = scanner.token() ?? scanner.quotedToken() else { return nil }
                value = found
                scanner.skipSpaces()
            }
            entry.parameters.append((parameter, value))
        }
        return entry
    }
}
