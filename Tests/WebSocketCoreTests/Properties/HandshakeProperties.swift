import Testing

@testable import WebSocketCore

/// What holds for any head. The seeds are new with each run; a failure names its seed.
@Suite struct HandshakeProperties {
    private static let seeds = (0..<12).map { _ in UInt64.random(in: .min ... .max) }

    private static let request = Request()
        .with("Origin", "http://a")
        .with("Sec-WebSocket-Protocol", "v1, v2")
        .with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits; server_max_window_bits=\"10\"")

    private func reads(_ random: inout SeededGenerator) -> [Int] {
        (0..<random.number(1...20)).map { _ in random.number(1...100) }
    }

    @Test func theSoundOnesAreAccepted() throws {
        #expect(faultOfRequest(Self.request.bytes, reads: [1]) == nil)
        let server = ServerHandshake(subprotocols: ["v1"], origins: .list(["http://a"]))
        #expect(try answer(Self.request, by: server).compression != nil)
    }

    @Test(arguments: seeds)
    func damagedRequests(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = Self.request.bytes
            bytes.mutate(using: &random)
            if let fault = faultOfRequest(bytes, reads: reads(&random)) { Issue.record("\(bytes): \(fault)") }
        }
    }

    @Test(arguments: seeds)
    func damagedResponses(seed: UInt64) throws {
        var random = SeededGenerator(seed: 0)
        let client = ClientHandshake(host: "a", target: "/", subprotocols: ["v1"], using: &random)
        let head = try #require(try readHead(client.request))
        let response = try ServerHandshake(subprotocols: ["v1"]).answer(RequestHead(head)).response
        random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = response
            bytes.mutate(using: &random)
            if let fault = faultOfResponse(bytes, reads: reads(&random)) { Issue.record("\(bytes): \(fault)") }
        }
    }

    @Test(arguments: seeds)
    func extensionHeaders(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "permessage-deflate", "client_max_window_bits", "server_max_window_bits", "=", ";", ",", " ", "\t", "\"",
            "\\", "8", "10", "15", "x", "server_no_context_takeover", "=12",
        ]
        for _ in 0..<2000 {
            let value = (0..<random.number(0...12)).map { _ in pieces[random.number(0...pieces.count - 1)] }.joined()
            if let fault = faultOfExtensions(value) { Issue.record("\(value): \(fault)") }
        }
    }
}
