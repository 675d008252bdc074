import Testing

@testable import WebSocketCore

/// RFC 6455 §9.1, RFC 9110 §5.6.
@Suite struct ExtensionHeaderTests {
    private func text(_ values: String...) -> String? {
        ExtensionHeader.parse(values)?
            .map { entry in
                ([entry.name] + entry.parameters.map { $0.value.map { "\($0)" } ?? "-" }).joined(separator: " ")
            }
            .joined(separator: ", ")
    }

    @Test func entries() {
        let table = [
            ("", ""), ("a", "a"), ("a, b", "a, b"), (",,a ,\t,b,", "a, b"), ("a;x", "a -"), ("a;x=1", "a 1"),
            ("a ; x = 1 ;y\t,b", "a 1 -, b"), ("a;x=\"1\"", "a 1"), ("a;x=\"\\1\\2\"", "a 12"),
            ("a;x=\"y\";z", "a y -"),
            ("!#$%&'*+-.^_`|~09azAZ", "!#$%&'*+-.^_`|~09azAZ"),
        ]
        for (value, expected) in table { #expect(text(value) == expected, "\(value)") }
    }

    @Test func severalLinesAreOneList() {
        #expect(text("a;x=1", "", "b", " c ;y") == "a 1, b, c -")
        #expect(text() == "")
    }

    @Test(
        arguments: [
            "a b", "a;", "a;;x", ";x", "a;x=", "a;=1", "a;x=1=2", "a;x=1 2", "a;x=\"", "a;x=\"1", "a;x=\"\"",
            "a;x=\"1 2\"", "a;x=\"1\\", "a;x=\"\\\"\"", "a;x=\"1\"2", "\"a\"", "a/b", "a;x=(1)", "é",
            "a;x=\u{1}", "a, b c", "a;x\0",
        ]
    )
    func badGrammar(value: String) { #expect(text(value) == nil) }

    @Test func aBadLineSpoilsTheList() { #expect(text("a", "b;", "c") == nil) }

    @Test func tokenBytes() {
        let others = Array("\"(),/:;<=>?@[\\]{} \t".utf8) + [0, 0x1F, 0x7F, 0x80, 0xFF]
        for byte in UInt8.min ... .max {
            let isToken = byte > 0x20 && byte < 0x7F && !others.contains(byte)
            #expect(isTokenByte(byte) == isToken, "\(byte)")
        }
    }

    @Test func lists() {
        #expect(TokenScanner.list(["a,b", " c\t, d"]) == ["a", "b", "c", "d"])
        #expect(TokenScanner.list(["", ",, ,"]) == [])
        #expect(TokenScanner.list(["a;b"]) == nil)
        #expect(TokenScanner.list(["a b"]) == nil)
        #expect(TokenScanner.list(["a", "\"b\""]) == nil)
    }
}
