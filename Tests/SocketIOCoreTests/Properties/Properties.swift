import Testing

@testable import SocketIOCore

/// What holds for any bytes, any values and any order of events. The seeds are fixed, so that a failure comes again.
@Suite struct Properties {
    static let seeds = Array(UInt64(0)..<8)

    private static let pieces = [
        "0", "1", "2", "3", "4", "51-", "62-", "5", "-", "/admin,", "/", ",", "17", "[", "]", "{", "}", "\"x\"", "\"",
        "\\",
        "[\"message\"", "{\"_placeholder\":true,\"num\":0}", "{\"num\":1,\"_placeholder\":true}", "\"_placeholder\":",
        "\"num\":",
        "true", "null", "-1.5e3", "\"\\u005fplaceholder\":true", " ", "[\"connect\"]", "1e999", "\"é\"",
        "{\"a\":[1,{}]}", ":",
    ].map { Array($0.utf8) }

    @Test(arguments: seeds) func texts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            var bytes = (0..<random.number(1...12)).flatMap { _ in Self.pieces[random.number(0...Self.pieces.count - 1)]
            }
            if random.chance(8) { bytes += random.bytes(0...4) }
            if let fault = faultOfText(bytes) { Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(fault)") }
            if let fault = faultOfJSONValue(bytes) {
                Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(fault)")
            }
        }
    }

    @Test(arguments: seeds) func damagedPackets(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let packet = random.packet()
            var text = try #require(try packet.encode(as: .json).text)
            var message = try #require(try packet.encode(as: .messagePack).binaries.first)
            for _ in 0..<random.number(0...2) {
                text[random.number(0...text.count - 1)] = UInt8(truncatingIfNeeded: random.next())
                message[random.number(0...message.count - 1)] = UInt8(truncatingIfNeeded: random.next())
            }
            if let fault = faultOfText(text) { Issue.record("\(text): \(fault)") }
            if let fault = faultOfMessagePackPacket(message) { Issue.record("\(message): \(fault)") }
            if let fault = faultOfMessagePack(message) { Issue.record("\(message): \(fault)") }
        }
    }

    @Test(arguments: seeds) func messagePack(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let bytes = random.bytes(1...20)
            if let fault = faultOfMessagePack(bytes) { Issue.record("\(bytes): \(fault)") }
        }
    }

    /// What fuzzing has found.
    @Test(arguments: [
        Array("3/".utf8) + Array(repeating: 0xFF, count: 104) + Array(",22[22 ,2,28]".utf8)
    ])
    func foundOnce(bytes: [UInt8]) {
        #expect(faultOfText(bytes) == nil)
    }

    /// What is encoded is what is decoded, attachments included, in both formats.
    @Test(arguments: seeds) func packetsComeOutAsTheyWentIn(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var limits = ConnectionLimits()
        limits.maxAttachments = 1000
        for _ in 0..<400 {
            let packet = random.packet()
            for format in [PayloadFormat.json, .messagePack] {
                let messages = try packet.encode(as: format)
                #expect(try decode(messages, limits: limits) == packet)
            }
        }
    }

    @Test(arguments: seeds) func valuesComeOutAsTheyWentIn(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<600 {
            let value = random.value()
            var (json, messagePack): ([UInt8], [UInt8]) = ([], [])
            var attachments: [[UInt8]] = []
            try value.appendJSON(to: &json, attachments: &attachments)
            #expect(attachments.count == value.binaryCount)
            #expect(try Value(json: json.span.bytes, attachments: attachments) == value)
            value.appendMessagePack(to: &messagePack)
            #expect(try Value(messagePack: messagePack.span.bytes) == value)
        }
    }

    @Test(arguments: seeds) func connections(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let script = random.bytes(1...200)
            if let fault = ConnectionWatch.fault(of: script) { Issue.record("\(script): \(fault)") }
        }
    }

    private func decode(_ messages: EncodedMessages, limits: ConnectionLimits) throws -> OutgoingPacket {
        guard let text = messages.text else {
            let bytes = try #require(messages.binaries.first)
            return outgoing(AssembledPacket(try Packet(messagePack: bytes.span.bytes), of: bytes.span.bytes))
        }
        let packet = try Packet(text: text.span.bytes, limits: limits)
        guard packet.attachments > 0 else { return outgoing(AssembledPacket(packet, of: text.span.bytes)) }
        var assembler = PacketAssembler(limits: limits)
        assembler.begin(packet, of: text.span.bytes, now: 0)
        var last: AssembledPacket?
        for binary in messages.binaries {
            #expect(last == nil)
            last = try assembler.add(binary.span.bytes, now: 0)
        }
        return outgoing(try #require(last))
    }

    private func outgoing(_ packet: AssembledPacket) -> OutgoingPacket {
        let message = packet.message.span.bytes
        let isJSON = packet.message.first.map { $0 < 0x80 } ?? true
        func object(_ range: Range<Int>) -> Object {
            let format: PayloadFormat = isJSON ? .json : .messagePack
            guard case .object(let object) = format.value(at: range, in: message, limits: ConnectionLimits()) else {
                return Object()
            }
            return object
        }
        let content: OutgoingPacket.Content =
            switch packet.packet.content {
            case .connect(let payload): .connect(payload.map(object))
            case .disconnect: .disconnect
            case .connectError(let payload): .connectError(object(payload))
            case .event(let event): .event(event.name.text(in: message), packet.values, id: event.id)
            case .ack(let ack): .ack(ack.id, packet.values)
            }
        return OutgoingPacket(namespace: Namespaces<Bool>.name(packet.packet.namespace, in: message), content)
    }
}
