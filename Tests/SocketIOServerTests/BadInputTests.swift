import EngineIOCore
import SocketIOCore
import SocketIOServer
import Testing

/// The list of bad input of the issue: the connection concerned is closed or answered as the protocol says, and
/// nothing else notices.
@Suite("Bad input", .timeLimit(.minutes(1)))
struct BadInputTests {
    private static let deep = String(repeating: "[", count: 100_000)

    /// A server with a client whose neighbour must not notice anything.
    private func use(
        _ configuration: SocketIOConfiguration = .init(),
        _ body: (ServerRig, TestClient, Mailbox<String>) async throws -> Void
    ) async throws {
        try await ServerRig.use(configuration) { rig in
            let reasons = Mailbox<String>()
            rig.io.onConnection { socket in
                socket.on("ping me") { true }
                socket.onRaw("hello") { _, _ in }
                socket.onDisconnect { reasons.put("\($0.rawValue): \($1)") }
            }
            let neighbour = try await rig.connect()
            try await body(rig, try await rig.connect(), reasons)
            #expect(await neighbour.roundTrip() == "399[true]")
        }
    }

    @Test(
        "A packet that can't be taken closes the connection, and says why",
        arguments: [
            ("", "empty packet"),
            ("9", "unknown packet type (byte 57)"),
            (#"2[{"toString":"foo"}]"#, "event name that is neither a string nor a number"),
            ("2[]", "event without a name"),
            ("2", "payload that doesn't fit the packet's type"),
            (#"2{"a":1}"#, "payload that doesn't fit the packet's type"),
            (#"51-["hello",{"_placeholder":true,"num":"splice"}]"#, "placeholder without the index of an attachment"),
            (#"51-["hello",{"_placeholder":true,"num":1}]"#, "placeholder of an attachment that was not announced"),
            (#"51-["hello",1]"#, "attachment without a placeholder"),
            (
                #"52-["hello",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]"#,
                "two placeholders of one attachment"
            ),
            (#"5999999-["hello"]"#, "more than 10 attachments (setting: maxAttachments)"),
            (#"599999999999999999999-["hello"]"#, "more than 10 attachments (setting: maxAttachments)"),
            (#"5["hello"]"#, "binary packet without a count of attachments"),
            (#"299999999999999999999["hello"]"#, "invalid acknowledgement id"),
            ("3[1]", "acknowledgement without an id"),
            (#"2["disconnect"]"#, "reserved event name 'disconnect'"),
            (#"2["conne\u0063t"]"#, "reserved event name 'connect'"),
            (#"2["newListener"]"#, "reserved event name 'newListener'"),
            ("4{}", "packet that only the other side may send"),
        ]
    )
    func unacceptable(packet: String, description: String) async throws {
        try await use { _, client, reasons in
            client.send(packet)
            #expect(await client.next() == .closed)
            #expect(await reasons.next() == "parse error: \(description)")
        }
    }

    @Test("A packet that breaks the rules of namespaces closes the connection")
    func namespaces() async throws {
        let cases = [
            (#"2/unknown,["hello"]"#, "packet for a namespace that is not connected"),
            ("0", "CONNECT to a namespace that is connected already"),
        ]
        for (packet, description) in cases {
            try await use { _, client, reasons in
                client.send(packet)
                #expect(await client.next() == .closed)
                #expect(await reasons.next() == "forced server close: \(description)")
            }
        }
    }

    @Test("JSON 100,000 deep, and a namespace of a megabyte")
    func huge() async throws {
        try await use { _, client, reasons in
            client.send("2[\"hello\"," + Self.deep)
            #expect(await client.next() == .closed)
            #expect(await reasons.next().hasPrefix("parse error: "))
        }
        try await use { _, client, reasons in
            client.send("0/" + String(repeating: "n", count: 900_000))
            #expect(await client.next() == .closed)
            let description = "namespace of more than 256 bytes (setting: maxNamespaceBytes)"
            #expect(await reasons.next() == "parse error: \(description)")
        }
    }

    @Test("A namespace of 10 MB is too large a message")
    func oversize() async throws {
        try await use { _, client, reasons in
            client.send("0/" + String(repeating: "n", count: 10_000_000))
            #expect(await reasons.next().hasPrefix("transport "))
        }
    }

    @Test("Attachments that never come")
    func withheldAttachments() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.connection.attachmentTimeout = 50
        try await use(configuration) { _, client, reasons in
            client.send(#"51-["hello",{"_placeholder":true,"num":0}]"#)
            #expect(await client.next() == .closed)
            #expect(await reasons.next() == "parse error: attachment withheld (setting: attachmentTimeout)")
        }
    }

    @Test("A text where an attachment was due, and an attachment where none was")
    func mixedUpAttachments() async throws {
        try await use { _, client, reasons in
            client.send(#"51-["hello",{"_placeholder":true,"num":0}]"#)
            client.send(#"2["hello"]"#)
            #expect(await client.next() == .closed)
            #expect(await reasons.next() == "parse error: text where an attachment was due")
        }
        try await use { _, client, reasons in
            client.send([1])
            #expect(await client.next() == .closed)
            #expect(await reasons.next() == "parse error: binary message where no attachment was due")
        }
    }

    @Test("A storm of CONNECTs ends at the limit of namespaces")
    func connectStorm() async throws {
        try await use { rig, client, reasons in
            _ = rig.io.namespaces { _, _ in true }
            for number in 0..<1000 { client.send("0/\(number),") }
            #expect(await reasons.next() == "forced server close: more than 32 namespaces (setting: maxNamespaces)")
            for number in 0..<31 { #expect(await client.packet()?.hasPrefix("0/\(number),") == true) }
            #expect(await client.next() == .closed)
        }
    }

    @Test("A storm of CONNECTs to namespaces that there aren't is answered")
    func refusedStorm() async throws {
        try await use { _, client, _ in
            for number in 0..<1000 { client.send("0/\(number),") }
            for number in 0..<1000 {
                #expect(await client.packet() == #"4/\#(number),{"message":"Invalid namespace"}"#)
            }
            #expect(await client.roundTrip() == "399[true]")
        }
    }

    @Test(
        "A request that Engine.IO doesn't know",
        arguments: [
            ("transport=__proto__&EIO=4", 0), ("transport=constructor&EIO=4", 0), ("transport=polling", 5),
            ("transport=polling&EIO=3", 5), ("transport=polling&EIO=4&sid=constructor", 1),
        ]
    )
    func requests(query: String, code: Int) async throws {
        try await use { rig, _, _ in
            // The helper's own query comes first; the last of each name counts.
            let (status, body) = try await PollingClient.request(rig.port, "GET", "&EIO=&" + query)
            #expect(status == 400)
            #expect(body.hasPrefix(#"{"code":\#(code),"#))
        }
    }

    @Test("A body of POST beyond maxPayload, and a thousand packets in one")
    func bodies() async throws {
        try await use { rig, _, reasons in
            let polling = try await PollingClient(rig)
            #expect(try await polling.post("40") == 200)
            _ = try await polling.poll()
            let events = (0..<1000).map { #"42\#($0)["ping me"]"# }
            #expect(try await polling.post(events.joined(separator: "\u{1E}")) == 200)
            var answers: [String] = []
            while answers.count < 1000 { answers += try await polling.poll() }
            #expect(answers == (0..<1000).map { "43\($0)[true]" })
            #expect(try await polling.post(String(repeating: "4", count: 1_000_001)) == 413)
            #expect(await reasons.next().hasSuffix("(setting: maxPayload)"))
        }
    }
}
