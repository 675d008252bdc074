/// The parameters of a request's query, as the URL standard reads `application/x-www-form-urlencoded`.
public struct Query: Hashable, Sendable {
    /// One parameter, decoded.
    public struct Parameter: Hashable, Sendable {
        /// The text before the first `=`.
        public let name: String
        /// The text after it; empty if there is no `=`.
        public let value: String
    }

    /// The parameters in the order in which they were sent.
    public let parameters: [Parameter]

    /// Reads the part of a request target after the `?`. Whatever is there has a reading: escapes that are none are
    /// taken as they stand.
    public init(_ text: some StringProtocol) {
        parameters = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                name: Self.decode(halves[0]),
                value: halves.count > 1 ? Self.decode(halves[1]) : ""
            )
        }
    }

    /// The value of the last parameter of this name, which is the one that counts; nil if there is none.
    public subscript(name: String) -> String? {
        parameters.last { $0.name == name }?.value
    }

    private static func decode(_ text: some Sequence<UInt8>) -> String {
        let bytes = Array(text)
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
                let high = JSONString.hexDigit(bytes[position + 1]), let low = JSONString.hexDigit(bytes[position + 2])
            {
                decoded.append(UInt8(high << 4 | low))
                position += 3
            } else {
                decoded.append(bytes[position] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[position])
                position += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
