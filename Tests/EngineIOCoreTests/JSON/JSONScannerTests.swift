import Testing

@testable import EngineIOCore

/// The grammar of RFC 8259.
@Suite struct JSONScannerTests {
    private func scan(_ text: String, depth: Int = 64) throws(JSONError) {
        let bytes = Array(text.utf8)
        try bytes.span.bytes.withUnsafeBytes { bytes throws(JSONError) in try JSONScanner.document(bytes, depth: depth)
        }
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "12", "-1.5", "1e5", "1E+5", "1.0e-10", "\"\"", "\"a b\"", "[]", "{}",
        "[[]]",
        "[1,2]", " [ 1 , 2 ] ", "\t{ \"a\" : [ ] , \"b\":{}}\r\n", #""\"\\\/\b\f\n\r\t\u1234\uabCD""#, #""\ud800""#,
        "\"é中😀\"", #"{"":0}"#, #"{"a":1,"a":2}"#, #"["12345678\"901234567"]"#, "[\"\u{7F}\"]",
    ])
    func accepts(text: String) throws {
        try scan(text)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "\"",
        "\"a", "'a'",
        "\"\\\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u123\"", "\"\n\"", "\"a\u{0}b\"", "\"12345678\u{1F}\"", "[", "]", "[1",
        "[1,",
        "[1,]", "[,1]", "[1 2]", "{", "}", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}",
        "[1}",
        "{\"a\":1]", "1 2", "[] []", "[]]", "\u{FEFF}1", "[\u{B}]",
    ])
    func refuses(text: String) {
        #expect(throws: JSONError.self) { try scan(text) }
    }

    @Test func tellsWhere() {
        #expect(throws: JSONError.syntax(offset: 3)) { try scan("[1 2]") }
        #expect(throws: JSONError.syntax(offset: 2)) { try scan("[1") }
    }

    @Test func boundsDepth() throws {
        for depth in [1, 2, 63, 64] {
            try scan(String(repeating: "[", count: depth) + String(repeating: "]", count: depth), depth: depth)
            #expect(throws: JSONError.tooDeep(limit: depth)) {
                try scan(String(repeating: "[", count: depth + 1), depth: depth)
            }
        }
        try scan(String(repeating: #"{"a":["#, count: 32) + "1" + String(repeating: "]}", count: 32))
        #expect(throws: JSONError.tooDeep(limit: 64)) { try scan(String(repeating: "[", count: 65), depth: 1000) }
        #expect(throws: JSONError.tooDeep(limit: 0)) { try scan("[]", depth: 0) }
        #expect(JSONError.tooDeep(limit: 64).description.contains("maxDepth"))
    }

    @Test func standsAHundredThousandLevels() {
        #expect(throws: JSONError.tooDeep(limit: 64)) { try scan(String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.tooDeep(limit: 64)) { try scan(String(repeating: #"{"a":"#, count: 100_000)) }
    }

    /// The fast path looks at eight bytes at once: what it looks for may be at any place in them.
    @Test(arguments: 0..<20) func findsTheEndOfAString(position: Int) throws {
        for other in ["\u{21}", "\u{23}", "\u{5B}", "\u{5D}", "\u{80}", "\u{7F}"] {
            let text = String(repeating: other, count: position)
            try scan("\"\(text)\"")
            #expect(throws: JSONError.self) { try scan("\"\(text)\u{1F}\(text)\"") }
            #expect(throws: JSONError.self) { try scan("\"\(text)\"\(text)x\"") }
            try scan("\"\(text)\\n\(text)\"")
        }
    }
}
