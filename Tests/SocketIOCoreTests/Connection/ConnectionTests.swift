import EngineIOCore
import Testing

@testable import SocketIOCore

/// The server's half of protocol v5.
@Suite struct ConnectionTests {
    @Test func connectsToTheMainNamespace() {
        var harness = ConnectionHarness()
        #expect(harness.hear("0") == .connect(0, auth: nil))
        #expect(harness.connection.name(of: 0) == "/" && !harness.connection.isConnected(0))
        #expect(harness.connection.accept(0, sid: "abc")?.text == #"0{"sid":"abc"}"#)
        #expect(harness.connection.isConnected(0) && harness.connection.nextDeadline == nil)
        #expect(harness.connection.accept(0, sid: "abc") == nil, "once is enough")
    }

    @Test func connectsToOthersWithAuth() {
        var harness = ConnectionHarness()
        #expect(harness.hear(#"0/custom,{"token":"abc"}"#) == .connect(0, auth: 9..<24))
        #expect(harness.connection.accept(0, sid: "a", pid: "p")?.text == #"0/custom,{"sid":"a","pid":"p"}"#)
        #expect(harness.hear("0/other") == .connect(1, auth: nil))
        #expect(harness.connection.accept(1, sid: "b")?.text == #"0/other,{"sid":"b"}"#)
        #expect(harness.connection.connected.map(\.name) == ["/custom", "/other"])
    }

    @Test func refusesNamespaces() {
        var harness = ConnectionHarness()
        #expect(harness.hear("0/random") == .connect(0, auth: nil))
        #expect(harness.connection.refuse(0, .invalidNamespace)?.text == #"4/random,{"message":"Invalid namespace"}"#)
        #expect(harness.connection.nextDeadline == 1000, "it has joined none yet")
        #expect(harness.hear("0/random") == .connect(0, auth: nil), "it may ask again")
        let refusal = Refusal("no", data: ["code": 5])
        #expect(harness.connection.refuse(0, refusal)?.text == #"4/random,{"message":"no","data":{"code":5}}"#)
        #expect(harness.connection.refuse(0, refusal) == nil)
    }

    @Test func takesEvents() {
        var harness = ConnectionHarness.connected()
        guard case .event(0, let event) = harness.hear(#"2["message",1]"#) else {
            Issue.record("no event")
            return
        }
        #expect(event.arguments.range == 12..<13 && event.id == nil)
        guard case .ack(0, let ack) = harness.hear("37[1]") else {
            Issue.record("no acknowledgement")
            return
        }
        #expect(ack.id == 7)
    }

    @Test func tellsNamespacesApart() {
        var harness = ConnectionHarness.connected()
        _ = harness.hear("0/a")
        _ = harness.connection.accept(1, sid: "x")
        _ = harness.hear("0/ab")
        _ = harness.connection.accept(2, sid: "y")
        for (index, text) in ["2", "2/a,", "2/ab,"].enumerated() {
            guard case .event(index, _) = harness.hear(text + #"["x"]"#) else {
                Issue.record("\(text) is for another")
                return
            }
        }
        #expect(harness.hear(#"2/abc,["x"]"#) == .close(.notConnected))
    }

    @Test func assemblesAttachments() {
        var harness = ConnectionHarness.connected()
        #expect(harness.hear(#"51-["x",{"_placeholder":true,"num":0}]"#) == .nothing)
        guard case .assembled(0, let packet) = harness.hear(binary: [1, 2]) else {
            Issue.record("not assembled")
            return
        }
        #expect(packet.values == [.binary([1, 2])])
    }

    @Test func clientLeaves() {
        var harness = ConnectionHarness.connected()
        _ = harness.hear("0/custom")
        _ = harness.connection.accept(1, sid: "b")
        #expect(harness.hear("1/custom,") == .disconnect(1))
        #expect(harness.connection.connected.map(\.name) == ["/"])
        #expect(harness.hear("0/custom") == .connect(1, auth: nil), "it may come back")
        #expect(harness.hear("1") == .disconnect(0))
        #expect(harness.tick(at: 100_000) == .nothing, "the connection stays")
    }

    @Test func serverDismisses() {
        var harness = ConnectionHarness.connected()
        #expect(harness.connection.disconnect(0)?.text == "1")
        #expect(harness.connection.disconnect(0) == nil && !harness.connection.isConnected(0))
        #expect(harness.hear(#"2["late"]"#) == .nothing)
        #expect(harness.hear(#"51-["late",{"_placeholder":true,"num":0}]"#) == .nothing)
        #expect(harness.hear(binary: [1]) == .nothing)
        #expect(harness.hear("1") == .nothing)
        #expect(harness.hear("0") == .connect(0, auth: nil))
    }

    @Test func attachmentsOfADismissedSocketGoNowhere() {
        var harness = ConnectionHarness.connected()
        #expect(harness.hear(#"51-["x",{"_placeholder":true,"num":0}]"#) == .nothing)
        _ = harness.connection.disconnect(0)
        #expect(harness.hear(binary: [1]) == .nothing)
    }

    @Test(arguments: [
        ("2[\"x\"]", ConnectionFault.notConnected), ("1", .notConnected), ("31[]", .notConnected),
        ("4{}", .notConnected),
        ("abc", .packet(.unknownType(UInt8(ascii: "a")))), ("0[]", .packet(.invalidPayload)),
    ])
    func closesForAnythingButAConnectAtFirst(text: String, fault: ConnectionFault) {
        var harness = ConnectionHarness()
        #expect(harness.hear(text) == .close(fault))
        #expect(harness.hear("0") == .nothing && harness.tick(at: 10_000) == .nothing)
        #expect(harness.connection.nextDeadline == nil)
    }

    @Test(arguments: [
        ("0", ConnectionFault.alreadyConnected), ("4{}", .wrongDirection), ("2{}", .packet(.invalidPayload)),
        ("2abc[\"message-with-ack\",1]", .packet(.invalidPayload)),
        ("2[{\"toString\":\"foo\"}]", .packet(.invalidEventName)),
        ("51-[\"hello\",{\"_placeholder\":true,\"num\":\"splice\"}]", .packet(.invalidPlaceholder)),
        ("5999999-[\"x\"]", .packet(.tooManyAttachments(limit: 10))), ("2/admin,[\"x\"]", .notConnected),
        ("51-/admin,[\"x\",{\"_placeholder\":true,\"num\":0}]", .notConnected), ("", .packet(.empty)),
    ])
    func closesForWhatMakesNoSense(text: String, fault: ConnectionFault) {
        var harness = ConnectionHarness.connected()
        #expect(harness.hear(text) == .close(fault))
        #expect(harness.connection.connected.map(\.index) == [0], "who has to be told is still known")
        #expect(harness.connection.accept(0, sid: "x") == nil && harness.connection.disconnect(0) == nil)
    }

    @Test func aSecondConnectWhileOneIsDecidedCloses() {
        var harness = ConnectionHarness()
        #expect(harness.hear("0") == .connect(0, auth: nil))
        #expect(harness.hear("0") == .close(.alreadyConnected))
        #expect(harness.connection.accept(0, sid: "x") == nil)
    }

    @Test func anEventBeforeTheDecisionCloses() {
        var harness = ConnectionHarness()
        #expect(harness.hear("0") == .connect(0, auth: nil))
        #expect(harness.hear(#"2["x"]"#) == .close(.notConnected))
    }

    @Test func binaryOutOfPlaceCloses() {
        var harness = ConnectionHarness.connected()
        #expect(harness.hear(binary: [1]) == .close(.packet(.unexpectedAttachment)))
        harness = .connected()
        #expect(harness.hear(#"51-["x",{"_placeholder":true,"num":0}]"#) == .nothing)
        #expect(harness.hear(#"2["x"]"#) == .close(.packet(.expectedAttachment)))
    }

    @Test func closesIfNoNamespaceIsJoinedInTime() {
        var harness = ConnectionHarness()
        #expect(harness.connection.nextDeadline == 1000)
        #expect(harness.tick(at: 999) == .nothing)
        #expect(harness.tick(at: 1000) == .close(.connectTimeout))
        harness = ConnectionHarness()
        #expect(harness.hear("0/slow") == .connect(0, auth: nil))
        #expect(harness.tick(at: 1000) == .close(.connectTimeout), "to ask is not to join")
        harness = ConnectionHarness()
        harness.now = 1000
        #expect(harness.hear("0") == .close(.connectTimeout), "nor does a late timer matter")
    }

    @Test func closesIfAttachmentsAreWithheld() {
        var harness = ConnectionHarness.connected()
        #expect(harness.hear(#"52-["x",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#) == .nothing)
        #expect(harness.connection.nextDeadline == 100)
        harness.now = 50
        #expect(harness.hear(binary: [1]) == .nothing)
        #expect(harness.tick(at: 149) == .nothing)
        #expect(harness.tick(at: 150) == .close(.attachmentTimeout))
    }

    @Test func boundsNamespaces() {
        var harness = ConnectionHarness()
        for index in 0..<32 {
            #expect(harness.hear("0/n\(index)") == .connect(index, auth: nil))
            if index % 2 == 0 { _ = harness.connection.accept(index, sid: "s") }
        }
        #expect(harness.hear("0/n32") == .close(.tooManyNamespaces(limit: 32)))
    }

    @Test func placesOfDismissedSocketsAreGivenAway() {
        var harness = ConnectionHarness.connected { $0.maxNamespaces = 2 }
        _ = harness.hear("0/a")
        _ = harness.connection.accept(1, sid: "a")
        _ = harness.connection.disconnect(1)
        #expect(harness.hear("0/b") == .connect(1, auth: nil))
        #expect(harness.connection.name(of: 1) == "/b")
    }

    /// Ten thousand CONNECTs to namespaces that don't exist take no room.
    @Test func standsAStormOfConnects() {
        var harness = ConnectionHarness.connected()
        for index in 0..<10_000 {
            guard case .connect(1, nil) = harness.hear("0/n\(index)") else {
                Issue.record("connect \(index)")
                return
            }
            #expect(harness.connection.refuse(1, .invalidNamespace) != nil)
        }
        #expect(harness.connection.connected.count == 1)
    }

    @Test func isClosedFromAbove() {
        var harness = ConnectionHarness.connected()
        harness.connection.close()
        #expect(harness.hear(#"2["x"]"#) == .nothing && harness.connection.nextDeadline == nil)
        #expect(harness.connection.connected.map(\.index) == [0])
    }

    @Test func speaksMessagePack() throws {
        var harness = ConnectionHarness(format: .messagePack)
        func bytes(_ packet: OutgoingPacket) throws -> [UInt8] { try packet.encode(as: .messagePack).binaries[0] }
        #expect(
            harness.hear(binary: try bytes(OutgoingPacket(namespace: "/a", .connect(nil)))) == .connect(0, auth: nil)
        )
        #expect(harness.connection.accept(0, sid: "s") != nil)
        let event = try bytes(OutgoingPacket(namespace: "/a", .event("x", [.binary([1])], id: 1)))
        guard case .event(0, let received) = harness.hear(binary: event) else {
            Issue.record("no event")
            return
        }
        #expect(received.arguments.values(in: event.span.bytes) == [.binary([1])])
        #expect(harness.hear(#"2["x"]"#) == .close(.packet(.unexpectedText)))
    }

    @Test func faultsHaveReasonsAndNameSettings() {
        #expect(ConnectionFault.packet(.empty).reason == .parseError)
        #expect(ConnectionFault.attachmentTimeout.reason == .parseError)
        #expect(ConnectionFault.connectTimeout.reason == .forcedServerClose)
        let named: [(ConnectionFault, String)] = [
            (.tooManyNamespaces(limit: 1), "maxNamespaces"), (.connectTimeout, "connectTimeout"),
            (.attachmentTimeout, "attachmentTimeout"), (.tooManyEarlyEvents(limit: 1), "maxEarlyBytes"),
            (.packet(.tooLarge(limit: 1)), "maxPacketBytes"),
        ]
        for (fault, setting) in named { #expect(fault.description.contains(setting)) }
    }
}
