import Testing

@testable import WebSocketCore

/// RFC 9112 §2 to §5, as far as a handshake needs it.
@Suite struct HeadTests {
    private func parse(_ text: String, limits: MessageHead.Limits = .init()) throws -> MessageHead? {
        try readHead(Array(text.utf8), limits: limits)
    }

    @Test func linesAndFields() throws {
        let head = try #require(
            try parse("GET /a?b HTTP/1.1\r\nHost:x\r\nA: 1 \r\na:\t2\t \r\nEmpty:\r\nB: \u{E9} 世界\r\n\r\n")
        )
        #expect(head.firstLine == "GET /a?b HTTP/1.1")
        #expect(head["host"] == ["x"] && head["A"] == ["1", "2"] && head["empty"] == [""] && head["none"] == [])
        #expect(head["b"] == ["\u{E9} 世界"])
        #expect(head.all.map(\.name) == ["Host", "A", "a", "Empty", "B"])
        #expect(head.has("HOST") && !head.has("hos") && !head.has(""))
    }

    @Test func tokens() throws {
        let head = try #require(try parse("X\r\nC: a , B,\t c d,,E\r\nC: f\r\n\r\n"))
        for token in ["a", "A", "b", "e", "f", "c d"] { #expect(head.has("c", token: token)) }
        for token in ["c", "d", "ab", "a ", "g"] { #expect(!head.has("c", token: token)) }
        #expect(!head.has("d", token: "a"))
    }

    /// Ways to make two readers of one request disagree (RFC 9112 §11.2).
    @Test(
        arguments: [
            "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/1.1\r\nHost\t: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\nA: y\r\n\r\n", "GET / HTTP/1.1\nHost: x\r\n\r\n", "\n",
            "GET / HTTP/1.1\r\nHost: x\rA: y\r\n\r\n", "GET / HTTP/1.1\rHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\r\n\r\n",
            "GET / HTTP/1.1\r\nA: \0\r\n\r\n", "GET / HTTP/1.1\r\nA\0: b\r\n\r\n", "GET /\0 HTTP/1.1\r\nA: b\r\n\r\n",
            "GET / HTTP/1.1\r\nA: \u{7F}\r\n\r\n", "GET / HTTP/1.1\r\nA: \u{8}\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\n: no name\r\n\r\n",
            "GET / HTTP/1.1\r\nN\u{E4}me: x\r\n\r\n", "GET / HTTP/1.1\r\n(A): x\r\n\r\n",
            "GET\t/ HTTP/1.1\r\nA\r\n\r\n",
            "\r\n", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "\r\n\r\n", "\r\r\n\r\n",
        ]
    )
    func smuggling(text: String) {
        #expect(throws: MessageHead.ParseError.malformed) { try parse(text) }
        #expect(throws: MessageHead.ParseError.malformed) { try drip(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET /", "GET / HTTP/2.0", "GET / HTTP/1.",
            "GET / HTTP/1.11", "GET / HTTP/1.x", "GET / http/1.1", "GE(T / HTTP/1.1", "GET  HTTP/1.1", "/ GET HTTP/1.1",
            "GET /a b HTTP/1.1",
        ]
    )
    func badRequestLines(line: String) throws {
        let head = try #require(try parse(line + "\r\nHost: x\r\n\r\n"))
        #expect(throws: MessageHead.ParseError.malformed) { try RequestHead(head) }
    }

    @Test func requestLines() throws {
        func request(_ line: String) throws -> RequestHead {
            try RequestHead(try #require(try parse(line + "\r\nUpgrade: WebSocket\r\n\r\n")))
        }
        let plain = try request("GET /chat HTTP/1.1")
        #expect(plain.method == "GET" && plain.target == "/chat" && plain.path == "/chat" && plain.query == nil)
        #expect(plain.isHTTP11 && plain.asksForWebSocket)
        let query = try request("OPTIONS /a?b=1?c&d HTTP/1.0")
        #expect(query.path == "/a" && query.query == "b=1?c&d" && !query.isHTTP11)
        #expect(try request("GET /? HTTP/1.1").query == "")
        #expect(try request("GET ? HTTP/1.9").path == "")
    }

    /// A client that ends its lines by LF alone is told at once: the end that is waited for never comes.
    @Test func aBareLineFeedIsRefusedBeforeTheHeadEnds() {
        #expect(throws: MessageHead.ParseError.malformed) { try parse("GET / HTTP/1.1\n") }
        #expect(throws: MessageHead.ParseError.malformed) { try parse("GET / HTTP/1.1\r\nHost: x\n\n") }
    }

    @Test func limits() throws {
        let text = "GET / HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n"
        let size = text.utf8.count
        #expect(try parse(text, limits: .init(maxSize: size, maxFields: 2)) != nil)
        #expect(throws: MessageHead.ParseError.tooLarge) { try parse(text, limits: .init(maxSize: size - 1)) }
        #expect(throws: MessageHead.ParseError.tooManyFields) { try parse(text, limits: .init(maxFields: 1)) }
    }

    /// An end that never comes is given up at the limit, and not before.
    @Test func endlessHeads() throws {
        let endless = "GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 1000)
        let size = endless.utf8.count
        #expect(try parse(endless, limits: .init(maxSize: size)) == nil)
        #expect(throws: MessageHead.ParseError.tooLarge) { try parse(endless, limits: .init(maxSize: size - 1)) }
        // What lies above the limit is not looked at, so it can't change the answer.
        #expect(throws: MessageHead.ParseError.tooLarge) { try parse(endless + "\n", limits: .init(maxSize: size)) }
        #expect(throws: MessageHead.ParseError.tooLarge) { try parse("GET", limits: .init(maxSize: -1)) }
    }

    @Test func twoThousandFields() {
        let many = "GET / HTTP/1.1\n" + (0..<2000).map { "A\($0): b" }.joined(separator: "\n")
        #expect(throws: MessageHead.ParseError.tooLarge) { try readHead(many.head) }
        let limits = MessageHead.Limits(maxSize: 1 << 20)
        #expect(throws: MessageHead.ParseError.tooManyFields) { try readHead(many.head, limits: limits) }
    }

    @Test func thousandsOfSpaces() throws {
        let spaces = String(repeating: " ", count: 32 << 10)
        let request = Request().with("Sec-WebSocket-Protocol", "a,\(spaces)b")
        #expect(throws: MessageHead.ParseError.tooLarge) { try readHead(request.bytes) }
        let head = try #require(try readHead(request.bytes, limits: .init(maxSize: 1 << 20)))
        let server = ServerHandshake(subprotocols: ["b"])
        #expect(try server.answer(RequestHead(head)).subprotocol == "b")
    }

    /// Byte by byte, the same head; what is glued to it stays behind.
    @Test func drip() throws {
        let bytes = Request().bytes
        #expect(try drip(bytes)?.size == bytes.count)
        var reader = HeadReader()
        let glued = bytes + [0x81, 0x80, 1, 2, 3, 4]
        let (head, size) = try #require(
            try glued.withUnsafeBufferPointer { buffer throws(MessageHead.ParseError) in
                try reader.accept(UnsafeRawBufferPointer(buffer))
            }
        )
        #expect(head["host"] == ["server.example.com"] && size == bytes.count)
        #expect(Array(reader.bytes[size...]) == [0x81, 0x80, 1, 2, 3, 4])
    }

    @discardableResult
    private func drip(_ bytes: [UInt8]) throws(MessageHead.ParseError) -> (head: MessageHead, size: Int)? {
        var reader = HeadReader()
        for byte in bytes {
            let done = try [byte].withUnsafeBufferPointer { buffer throws(MessageHead.ParseError) in
                try reader.accept(UnsafeRawBufferPointer(buffer))
            }
            if let done { return done }
        }
        return nil
    }
}
