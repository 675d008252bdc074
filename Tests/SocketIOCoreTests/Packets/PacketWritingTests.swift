import Testing

@testable import SocketIOCore

/// What is written, against the examples of the protocol document.
@Suite struct PacketWritingTests {
    @Test(arguments: [
        (OutgoingPacket(.connect(nil)), "0"),
        (OutgoingPacket(.connect(["sid": "wZX3"])), #"0{"sid":"wZX3"}"#),
        (OutgoingPacket(namespace: "/admin", .connect(nil)), "0/admin,"),
        (OutgoingPacket(namespace: "/admin", .connect(["sid": "oSO0"])), #"0/admin,{"sid":"oSO0"}"#),
        (OutgoingPacket(.connectError(["message": "Not authorized"])), #"4{"message":"Not authorized"}"#),
        (
            OutgoingPacket(namespace: "/random", .connectError(Refusal.invalidNamespace.payload)),
            #"44/random,{"message":"Invalid namespace"}"#.replacing("44", with: "4")
        ),
        (OutgoingPacket(.disconnect), "1"),
        (OutgoingPacket(namespace: "/admin", .disconnect), "1/admin,"),
        (OutgoingPacket(.event("foo", [], id: nil)), #"2["foo"]"#),
        (OutgoingPacket(namespace: "/admin", .event("bar", [], id: nil)), #"2/admin,["bar"]"#),
        (OutgoingPacket(.event("foo", [], id: 12)), #"212["foo"]"#),
        (
            OutgoingPacket(namespace: "/admin", .event("foo", [1, "/"], id: .max)),
            #"2/admin,18446744073709551615["foo",1,"/"]"#
        ),
        (OutgoingPacket(.event("a\"b", [], id: nil)), #"2["a\"b"]"#),
        (OutgoingPacket(.ack(12, [])), "312[]"),
        (OutgoingPacket(namespace: "/admin", .ack(13, ["bar"])), #"3/admin,13["bar"]"#),
    ])
    func isText(packet: OutgoingPacket, text: String) throws {
        let messages = try packet.encode(as: .json)
        #expect(messages.text == Array(text.utf8) && messages.binaries.isEmpty)
    }

    @Test func binaryFollows() throws {
        let event = OutgoingPacket(
            namespace: "/admin",
            .event("baz", [.binary([1, 2]), ["deep": [.binary([3, 4])]]], id: nil)
        )
        var messages = try event.encode(as: .json)
        let text = #"52-/admin,["baz",{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}]"#
        #expect(messages.text == Array(text.utf8))
        #expect(messages.binaries == [[1, 2], [3, 4]])
        messages = try OutgoingPacket(.ack(15, ["bar", .binary([1])])).encode(as: .json)
        #expect(messages.text == Array(#"61-15["bar",{"_placeholder":true,"num":0}]"#.utf8))
    }

    @Test func rawArgumentsStayAsTheyAre() {
        var output = Array("4".utf8)
        let raw = Array(#"1 ,"\u002f",{"a":1,"a":2}"#.utf8)
        PacketWriter.event("m", arguments: raw.span.bytes, namespace: "/n", id: 7, into: &output)
        #expect(output == Array("4".utf8) + Array(#"2/n,7["m","#.utf8) + raw + Array("]".utf8))
        output = []
        PacketWriter.event("m", arguments: [UInt8]().span.bytes, into: &output)
        #expect(output == Array(#"2["m"]"#.utf8))
        output = []
        PacketWriter.event("m", arguments: raw.span.bytes, attachments: 2, into: &output)
        #expect(output == Array(#"52-["m","#.utf8) + raw + Array("]".utf8))
        output = []
        PacketWriter.acknowledgement(of: 5, arguments: raw.span.bytes, into: &output)
        #expect(output == Array("35[".utf8) + raw + Array("]".utf8))
        output = []
        PacketWriter.acknowledgement(of: 5, arguments: raw.span.bytes, namespace: "/n", attachments: 1, into: &output)
        #expect(output == Array("61-/n,5[".utf8) + raw + Array("]".utf8))
    }

    /// Else the receiver would put an attachment where the application has an object.
    @Test func anObjectThatLooksLikeAPlaceholderIsRefused() {
        let object: Value = ["_placeholder": true, "num": 0]
        var output = Array("kept".utf8)
        #expect(throws: ValueWritingError.looksLikePlaceholder) {
            try PacketWriter.event("x", arguments: [object, .binary([1])], into: &output)
        }
        #expect(output == Array("kept".utf8))
    }

    @Test func binaryHasNoPlaceInAConnect() {
        for content in [OutgoingPacket.Content.connect(["a": .binary([1])]), .connectError(["a": .binary([1])])] {
            #expect(throws: ValueWritingError.unexpectedBinary) { try OutgoingPacket(content).encode(as: .json) }
        }
    }

    @Test func anArgumentMayBePassedOnWithoutBeingDecoded() throws {
        let message = Array(#"2["in", [1, 2] ,"é" ]"#.utf8)
        let event = try Packet(text: message.span.bytes).event()
        let ranges = event.arguments.ranges(in: message.span.bytes)
        #expect(ranges.map { String(decoding: message[$0], as: UTF8.self) } == ["[1, 2]", #""é""#])
        var output: [UInt8] = []
        PacketWriter.event("out", arguments: message.span.bytes.extracting(ranges[1]), into: &output)
        #expect(output == Array(#"2["out","é"]"#.utf8))
    }
}
