import SocketIOCore
import SocketIOServer
import Testing

@Suite("MessagePack", .timeLimit(.minutes(1)))
struct MessagePackTests {
    private static var configuration: SocketIOConfiguration {
        var configuration = SocketIOConfiguration()
        configuration.payloadFormat = .messagePack
        return configuration
    }

    private func send(_ packet: OutgoingPacket, _ client: TestClient) throws {
        for bytes in try packet.encode(as: .messagePack).binaries { client.send(bytes) }
    }

    private func expect(_ packet: OutgoingPacket, _ client: TestClient) async throws {
        #expect(await client.next() == .binary(try packet.encode(as: .messagePack).binaries[0]))
    }

    @Test("Events, answers, binary and broadcasts go as one message each")
    func all() async throws {
        try await ServerRig.use(Self.configuration) { rig in
            rig.io.onConnection { socket in
                socket.on("double") { (bytes: [UInt8]) in bytes + bytes }
                socket.onRaw("raw") { event, arguments in
                    try? socket.namespace.emit("back", raw: arguments, count: event.count)
                    event.acknowledgement?.answer(raw: arguments, count: event.count)
                }
            }
            let client = try await rig.open()
            try send(OutgoingPacket(.connect(nil)), client)
            _ = await client.next()
            try send(OutgoingPacket(.event("double", [.binary([1, 2])], id: 5)), client)
            try await expect(OutgoingPacket(.ack(5, [.binary([1, 2, 1, 2])])), client)
            try send(OutgoingPacket(.event("raw", [["a": .binary([1])], 2], id: 6)), client)
            try await expect(OutgoingPacket(.event("back", [["a": .binary([1])], 2], id: nil)), client)
            try await expect(OutgoingPacket(.ack(6, [["a": .binary([1])], 2])), client)
        }
    }

    @Test("An event knows its values in either format")
    func values() throws {
        let values: [Value] = ["a", 1, ["b": .binary([2])], nil]
        for format in [PayloadFormat.json, .messagePack] {
            #expect(try OutgoingEvent("x", values, as: format).values == values)
        }
    }

    @Test("A text closes the connection")
    func text() async throws {
        try await ServerRig.use(Self.configuration) { rig in
            let client = try await rig.open()
            client.send("0")
            #expect(await client.next() == .closed)
        }
    }
}
