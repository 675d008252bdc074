import EngineIOCore
import Testing

@testable import SocketIOCore

/// The client's half of protocol v5.
@Suite struct ClientConnectionTests {
    /// A client whose main namespace, at index 0, is connected.
    private func connected(_ handshake: String = #"0{"sid":"s"}"#) -> ClientConnection {
        var client = ClientConnection()
        _ = client.join("/")
        _ = client.sessionOpened()
        _ = hear(&client, handshake)
        return client
    }

    private func hear(
        _ client: inout ClientConnection,
        _ text: String,
        now: Milliseconds = 0
    ) -> ClientConnection.Outcome {
        client.receive(text: Array(text.utf8).span.bytes, now: now)
    }

    private func hear(
        _ client: inout ClientConnection,
        binary bytes: [UInt8],
        now: Milliseconds = 0
    ) -> ClientConnection.Outcome {
        client.receive(binary: bytes.span.bytes, now: now)
    }

    private func welcome(
        _ sid: String,
        isRecovered: Bool = false,
        early: [AssembledPacket] = []
    ) -> ClientConnection.Welcome {
        .init(sid: sid, isRecovered: isRecovered, early: early)
    }

    @Test func connects() {
        var client = ClientConnection()
        #expect(client.join("/") == 0 && client.join("/admin", auth: ["token": "123"]) == 1)
        #expect(client.connect(0) == nil, "there is no session yet")
        #expect(client.sessionOpened().map(\.text) == ["0", #"0/admin,{"token":"123"}"#])
        #expect(client.connect(0) == nil, "it is being joined")
        #expect(hear(&client, #"0{"sid":"a"}"#) == .connected(0, welcome("a")))
        #expect(hear(&client, #"0/admin,{"sid":"b"}"#) == .connected(1, welcome("b")))
        #expect(client.isConnected(0) && client.isConnected(1) && client.name(of: 1) == "/admin")
        #expect(client.join("/late") == 2)
        #expect(client.connect(2)?.text == "0/late,")
    }

    @Test func isRefused() {
        var client = ClientConnection()
        _ = client.join("/random")
        _ = client.sessionOpened()
        #expect(hear(&client, #"4/random,{"message":"Invalid namespace"}"#) == .refused(0, .invalidNamespace))
        #expect(client.sessionOpened().isEmpty, "it is not tried again by itself")
        #expect(client.join("/random", auth: ["a": 1]) == 0)
        #expect(client.connect(0)?.text == #"0/random,{"a":1}"#)
        #expect(hear(&client, #"4/random,{"message":"no","data":[1]}"#) == .refused(0, Refusal("no", data: [1])))
        _ = client.join("/random")
        _ = client.connect(0)
        #expect(hear(&client, #"4/random,"why""#) == .refused(0, Refusal("why")))
    }

    @Test func takesEventsAndAcknowledgements() {
        var client = connected()
        guard case .event(0, let event) = hear(&client, #"2["x",1]"#), case .ack(0, let ack) = hear(&client, "35[2]")
        else {
            Issue.record("nothing taken")
            return
        }
        #expect(event.arguments.count == 1 && ack.id == 5)
        #expect(hear(&client, #"61-7[{"_placeholder":true,"num":0}]"#) == .nothing)
        guard case .assembled(0, let packet) = hear(&client, binary: [1]) else {
            Issue.record("not assembled")
            return
        }
        #expect(packet.values == [.binary([1])])
    }

    @Test func isDisconnectedByTheServer() {
        var client = connected()
        #expect(hear(&client, "1") == .disconnected(0))
        #expect(hear(&client, #"2["late"]"#) == .nothing && !client.isConnected(0))
        #expect(client.sessionClosed().isEmpty && client.sessionOpened().isEmpty, "it doesn't come back by itself")
    }

    @Test func leaves() {
        var client = connected()
        #expect(client.leave(0)?.text == "1")
        #expect(hear(&client, #"2["late"]"#) == .nothing)
        #expect(client.leave(0) == nil)
        #expect(client.join("/") == 0)
    }

    @Test func joinsAgainAfterALoss() {
        var client = connected()
        #expect(client.join("/a") == 1 && client.connect(1) != nil)
        #expect(client.sessionClosed() == [0])
        #expect(hear(&client, #"2["late"]"#) == .nothing)
        #expect(client.sessionOpened().map(\.text) == ["0", "0/a,"])
    }

    @Test func asksForRecovery() {
        var client = connected(#"0{"sid":"s","pid":"p"}"#)
        for text in [
            #"2["x",1,"first"]"#, #"2["x","second"]"#, #"27["x","not one: it has an id"]"#, #"2["x",5]"#, #"2["x"]"#,
        ] {
            guard case .event = hear(&client, text) else {
                Issue.record("\(text) not taken")
                return
            }
        }
        #expect(client.sessionClosed() == [0])
        #expect(client.sessionOpened().map(\.text) == [#"0{"pid":"p","offset":"second"}"#])
        #expect(hear(&client, #"0{"sid":"s","pid":"p"}"#) == .connected(0, welcome("s", isRecovered: true)))
        #expect(client.sessionClosed() == [0])
        #expect(client.sessionOpened().map(\.text) == [#"0{"pid":"p","offset":"second"}"#])
        #expect(hear(&client, #"0{"sid":"t","pid":"q"}"#) == .connected(0, welcome("t")))
        _ = client.sessionClosed()
        #expect(client.sessionOpened().map(\.text) == [#"0{"pid":"q"}"#], "a new socket has seen nothing")
    }

    @Test func authComesAfterWhatRecoveryNeeds() {
        var client = ClientConnection()
        _ = client.join("/", auth: ["token": 1])
        _ = client.sessionOpened()
        _ = hear(&client, #"0{"sid":"s","pid":"p"}"#)
        _ = hear(&client, #"2["x","o"]"#)
        _ = client.sessionClosed()
        #expect(client.sessionOpened().map(\.text) == [#"0{"pid":"p","offset":"o","token":1}"#])
    }

    @Test func withoutRecoveryThereAreNoOffsets() {
        var client = connected()
        _ = hear(&client, #"2["x","text"]"#)
        _ = client.sessionClosed()
        #expect(client.sessionOpened().map(\.text) == ["0"])
    }

    /// A server sends what a recovered socket has missed before it answers the CONNECT.
    @Test func holdsBackEventsThatComeEarly() throws {
        var client = ClientConnection()
        _ = client.join("/")
        _ = client.sessionOpened()
        #expect(hear(&client, #"2["a","1"]"#) == .nothing)
        #expect(hear(&client, #"51-["b",{"_placeholder":true,"num":0},"2"]"#) == .nothing)
        #expect(hear(&client, binary: [7]) == .nothing)
        guard case .connected(0, let welcome) = hear(&client, #"0{"sid":"s","pid":"p"}"#) else {
            Issue.record("not connected")
            return
        }
        #expect(welcome.early.map(\.values) == [["1"], [.binary([7]), "2"]])
        _ = client.sessionClosed()
        #expect(client.sessionOpened().map(\.text) == [#"0{"pid":"p","offset":"2"}"#])
    }

    @Test func boundsEarlyEvents() {
        var limits = ConnectionLimits()
        limits.maxEarlyBytes = 20
        var client = ClientConnection(limits: limits)
        _ = client.join("/")
        _ = client.sessionOpened()
        #expect(hear(&client, #"2["aaaaaa"]"#) == .nothing)
        #expect(hear(&client, #"2["aaaaaa"]"#) == .close(.tooManyEarlyEvents(limit: 20)))
        #expect(hear(&client, #"0{"sid":"s"}"#) == .nothing)
    }

    @Test(arguments: [
        ("x", ConnectionFault.packet(.unknownType(UInt8(ascii: "x")))), ("2[]", .packet(.missingEventName)),
        (#"51-["x"]"#, .packet(.missingPlaceholder)),
    ])
    func closesForWhatMakesNoSense(text: String, fault: ConnectionFault) {
        var client = connected()
        #expect(hear(&client, text) == .close(fault))
        #expect(client.sessionClosed() == [0])
    }

    @Test(arguments: ["0", "0{}", #"0{"sid":5}"#]) func tellsAnOlderServer(text: String) {
        var client = ClientConnection()
        _ = client.join("/")
        _ = client.sessionOpened()
        #expect(hear(&client, text) == .close(.incompatibleServer))
    }

    @Test func passesOverWhatIsForNobody() {
        var client = connected()
        for text in [#"2/other,["x"]"#, "1/other,", #"0/other,{"sid":"x"}"#, #"0{"sid":"again"}"#, "4{}"] {
            #expect(hear(&client, text) == .nothing)
        }
        #expect(hear(&client, #"51-/other,["x",{"_placeholder":true,"num":0}]"#) == .nothing)
        #expect(hear(&client, binary: [1]) == .nothing)
    }

    @Test func doesNotWaitForAttachmentsForEver() {
        var limits = ConnectionLimits()
        limits.attachmentTimeout = 100
        var client = ClientConnection(limits: limits)
        _ = client.join("/")
        _ = client.sessionOpened()
        _ = hear(&client, #"0{"sid":"s"}"#)
        #expect(hear(&client, #"51-["x",{"_placeholder":true,"num":0}]"#) == .nothing)
        #expect(client.nextDeadline == 100 && client.tick(now: 99) == .nothing)
        #expect(client.tick(now: 100) == .close(.attachmentTimeout))
        _ = client.sessionClosed()
        #expect(client.nextDeadline == nil)
    }

    @Test func speaksMessagePack() throws {
        var client = ClientConnection(format: .messagePack)
        _ = client.join("/")
        #expect(client.sessionOpened().count == 1)
        func bytes(_ packet: OutgoingPacket) throws -> [UInt8] { try packet.encode(as: .messagePack).binaries[0] }
        #expect(
            hear(&client, binary: try bytes(OutgoingPacket(.connect(["sid": "s", "pid": "p"]))))
                == .connected(0, welcome("s"))
        )
        guard case .event = hear(&client, binary: try bytes(OutgoingPacket(.event("x", ["offset"], id: nil)))) else {
            Issue.record("no event")
            return
        }
        _ = client.sessionClosed()
        #expect(client.sessionOpened() == [OutgoingPacket(.connect(["pid": "p", "offset": "offset"]))])
    }
}
