import Testing

@testable import SocketIOCore

/// Packets of `socket.io-msgpack-parser`.
@Suite struct MessagePackPacketTests {
    private func bytes(_ value: Value) -> [UInt8] {
        var output: [UInt8] = []
        value.appendMessagePack(to: &output)
        return output
    }

    private func read(_ value: Value, limits: ConnectionLimits = ConnectionLimits()) throws -> AssembledPacket {
        let bytes = bytes(value)
        return AssembledPacket(try Packet(messagePack: bytes.span.bytes, limits: limits), of: bytes.span.bytes)
    }

    private func value(_ bytes: [UInt8]) throws -> Value { try Value(messagePack: bytes.span.bytes) }

    private func read(bytes: [UInt8]) throws -> Packet { try Packet(messagePack: bytes.span.bytes) }

    private func namespace(_ packet: AssembledPacket) -> String {
        String(decoding: packet.message[packet.packet.namespace], as: UTF8.self)
    }

    @Test func eventsAreRead() throws {
        let packet = try read([
            "type": 2, "data": ["hello", 1, .binary([1, 2]), ["a": nil]], "options": ["compress": true], "id": 7,
            "nsp": "/admin",
        ])
        guard case .event(let event) = packet.packet.content else {
            Issue.record("\(packet)")
            return
        }
        #expect(namespace(packet) == "/admin" && event.id == 7 && event.attachments == 0)
        #expect(event.name.text(in: packet.message.span.bytes) == "hello")
        #expect(packet.values == [1, .binary([1, 2]), ["a": nil]])
        #expect(
            event.arguments.ranges(in: packet.message.span.bytes).map { packet.message[$0].first } == [1, 0xC4, 0x81]
        )
    }

    @Test func othersAreRead() throws {
        #expect(try read(["nsp": "/", "type": 1]).packet.content == .disconnect)
        #expect(try read(["nsp": "/", "type": 1, "data": nil]).packet.content == .disconnect)
        #expect(try read(["type": 0, "nsp": "/"]).packet.content == .connect(nil))
        #expect(try read(["type": 0, "nsp": "/"]).packet.namespace.isEmpty)
        let connect = try read(["type": 0, "nsp": "/a", "data": ["token": 1]])
        guard case .connect(let auth?) = connect.packet.content else {
            Issue.record("\(connect)")
            return
        }
        #expect(
            PayloadFormat.messagePack.value(at: auth, in: connect.message.span.bytes, limits: .init()) == ["token": 1]
        )
        guard case .ack(let ack) = try read(["type": 3, "nsp": "/", "data": [], "id": 0]).packet.content else {
            Issue.record("no ack")
            return
        }
        #expect(ack.id == 0 && ack.arguments.count == 0 && ack.arguments.range.isEmpty)
        for data: Value in ["no", ["message": "no"]] {
            guard case .connectError = try read(["type": 4, "nsp": "/", "data": data]).packet.content else {
                Issue.record("\(data) refused")
                return
            }
        }
    }

    @Test func nothingIsAsGoodAsNull() throws {
        let event = try read(["type": 2, "nsp": "/", "data": ["x"], "id": nil]).packet.event()
        #expect(event.id == nil)
        var undefined = bytes(["type": 0, "nsp": "/", "data": "?"])
        undefined.removeLast(2)
        undefined += [0xD4, 0, 0]
        #expect(try Packet(messagePack: undefined.span.bytes).content == .connect(nil))
    }

    private static let refusals: [(Value, PacketError)] = [
        (5, .unknownType(5)), ([], .unknownType(0x90)), ([:], .unknownType(0x80)),
        (["type": 5, "nsp": "/"], .unknownType(0x82)),
        (["type": 6, "nsp": "/", "data": [], "id": 1], .unknownType(0x84)),
        (["type": -1, "nsp": "/"], .unknownType(0x82)),
        (["type": "2", "nsp": "/"], .unknownType(0x82)), (["type": 2.0, "nsp": "/"], .unknownType(0x82)),
        (["type": 1], .invalidPayload), (["type": 1, "nsp": 5], .invalidPayload),
        (["type": 1, "nsp": "/", "data": 1], .invalidPayload),
        (["type": 0, "nsp": "/", "data": []], .invalidPayload),
        (["type": 0, "nsp": "/", "data": "x"], .invalidPayload),
        (["type": 2, "nsp": "/"], .invalidPayload), (["type": 2, "nsp": "/", "data": ["a": 1]], .invalidPayload),
        (["type": 2, "nsp": "/", "data": []], .missingEventName),
        (["type": 2, "nsp": "/", "data": [["toString": "foo"]]], .invalidEventName),
        (["type": 2, "nsp": "/", "data": [1]], .invalidEventName),
        (["type": 2, "nsp": "/", "data": ["disconnect"]], .reservedEventName("disconnect")),
        (["type": 2, "nsp": "/", "data": ["x"], "id": -1], .invalidID),
        (["type": 2, "nsp": "/", "data": ["x"], "id": "1"], .invalidID),
        (["type": 2, "nsp": "/", "data": ["x"], "id": 1.5], .invalidID),
        (["type": 3, "nsp": "/", "data": []], .missingID),
        (["type": 3, "nsp": "/", "id": 1], .invalidPayload), (["type": 4, "nsp": "/"], .invalidPayload),
        (["type": 4, "nsp": "/", "data": [1]], .invalidPayload),
        (["type": 0, "nsp": .string("/" + String(repeating: "n", count: 256))], .namespaceTooLong(limit: 256)),
    ]

    @Test(arguments: refusals) func isRefused(packet: Value, error: PacketError) {
        #expect(throws: error) { try read(packet) }
    }

    @Test func whatIsNoMessagePackIsRefused() {
        #expect(throws: PacketError.messagePack(.truncated)) { try read(bytes: [0x82]) }
        #expect(throws: PacketError.messagePack(.tooDeep(limit: 64))) {
            try read(bytes: Array(repeating: 0x91, count: 10_000))
        }
        var limits = ConnectionLimits()
        limits.maxPacketBytes = 4
        #expect(throws: PacketError.tooLarge(limit: 4)) { try read(["type": 1, "nsp": "/"], limits: limits) }
    }

    @Test func isWrittenAsTheReferenceDoes() throws {
        let packet = OutgoingPacket(namespace: "/a", .event("x", [1], id: 5))
        let messages = try packet.encode(as: .messagePack)
        #expect(messages.text == nil && messages.binaries.count == 1)
        #expect(try value(messages.binaries[0]) == ["type": 2, "data": ["x", 1], "id": 5, "nsp": "/a"])
        let bare = try OutgoingPacket(.disconnect).encode(as: .messagePack)
        #expect(try value(bare.binaries[0]) == ["type": 1, "nsp": "/"])
    }

    @Test func rawArgumentsStayAsTheyAre() throws {
        let message = bytes(["type": 2, "nsp": "/", "data": ["in", 1, .binary([9])], "id": .int(.max)])
        let event = try Packet(messagePack: message.span.bytes).event()
        var output: [UInt8] = []
        let raw = message.span.bytes.extracting(event.arguments.range)
        MessagePackPacketWriter.event("out", arguments: raw, count: 2, id: .max, into: &output)
        let again = AssembledPacket(try Packet(messagePack: output.span.bytes), of: output.span.bytes)
        let repeated = try again.packet.event()
        #expect(again.values == [1, .binary([9])] && repeated.id == .max)
        output = []
        MessagePackPacketWriter.acknowledgement(of: 3, arguments: raw, count: 2, namespace: "/n", into: &output)
        #expect(
            try value(output) == ["type": 3, "data": [1, .binary([9])], "id": 3, "nsp": "/n"]
        )
    }
}
