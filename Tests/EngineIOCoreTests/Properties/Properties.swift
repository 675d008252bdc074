import Testing

@testable import EngineIOCore

/// What holds for any bytes and any order of events. The seeds are fixed, so that a failure comes again.
@Suite struct Properties {
    static let seeds = Array(UInt64(0)..<8)

    @Test(arguments: seeds) func payloads(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = ["4", "b", "AQID", "AQI=", "\u{1E}", "2", "3probe", "hello", "é", "=", "7", "6"].map {
            Array($0.utf8)
        }
        for _ in 0..<1500 {
            var bytes = (0..<random.number(0...10)).flatMap { _ in pieces[random.number(0...pieces.count - 1)] }
            if random.chance(4) { bytes += random.bytes(0...6) }
            if let fault = faultOfPayload(bytes, maxPackets: random.number(1...8), maxBytes: 64) {
                Issue.record("\(bytes): \(fault)")
            }
        }
    }

    @Test(arguments: seeds) func encodedPayloadsAreDecoded(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let packets: [EncodedPacket] = (0..<random.number(1...8)).map { _ in
                random.chance(2) ? .binary(random.bytes(0...40)) : EncodedPacket(.message, random.text(0...20))
            }
            let body = Payload.encode(packets)
            #expect(body.count == packets.reduce(-1) { $0 + 1 + $1.payloadByteCount })
            #expect(decoded(body) == packets)
            let limit = random.number(1...100)
            let count = Payload.fittingCount(packets, limit: limit)
            #expect(count == 1 || Payload.encode(packets.prefix(count)).count <= limit)
            #expect(count == packets.count || Payload.encode(packets.prefix(count + 1)).count > limit)
        }
    }

    @Test(arguments: seeds) func openPackets(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sound = Array(#"{"sid":"a\u00e9\n","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":1}"#.utf8)
        #expect(faultOfOpenPacket(sound) == nil)
        for _ in 0..<1000 {
            var bytes = sound
            for _ in 0..<random.number(1...4) {
                bytes[random.number(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
            }
            if let fault = faultOfOpenPacket(bytes) { Issue.record("\(bytes): \(fault)") }
        }
    }

    @Test(arguments: seeds) func json(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"\\u00e9\"", "\"\\\"\"", "1", "-0.5e+3", "true", "null", " ", "\n",
            "\"", "\\", "0", "e", "x",
        ]
        for _ in 0..<4000 {
            let text = (0..<random.number(1...12)).map { _ in pieces[random.number(0...pieces.count - 1)] }.joined()
            if let fault = faultOfJSON(Array(text.utf8)) { Issue.record("\(text): \(fault)") }
        }
    }

    @Test(arguments: seeds) func serverSessions(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let script = random.bytes(1...160)
            if let fault = ServerWatch.fault(of: script) { Issue.record("\(script): \(fault)") }
        }
    }

    @Test(arguments: seeds) func clientSessions(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let script = random.bytes(1...160)
            if let fault = ClientWatch.fault(of: script) { Issue.record("\(script): \(fault)") }
        }
    }

    /// Between a client and a server nothing is lost, repeated or out of order, whatever the network's delays.
    @Test(arguments: seeds) func pairs(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var upgrades = 0
        for _ in 0..<40 {
            let script = random.bytes(1...400)
            let (fault, hasUpgraded) = Wire.run(script, transports: [.polling, .websocket])
            if let fault { Issue.record("\(script): \(fault)") }
            if hasUpgraded { upgrades += 1 }
            for transports: [TransportName] in [[.polling], [.websocket]] {
                if let fault = Wire.run(script, transports: transports).fault { Issue.record("\(script): \(fault)") }
            }
        }
        #expect(upgrades == 40)
    }

    private func decoded(_ body: [UInt8]) -> [EncodedPacket] {
        var body = body
        var decoder = PayloadDecoder(maxBytes: body.count, maxPackets: 100)
        var packets: [EncodedPacket] = []
        while let packet = try? decoder.next(decoding: &body) {
            let payload = Array(body[packet.payload])
            if case .text(let type) = packet.content {
                packets.append(.text([type.digit] + payload))
            } else {
                packets.append(.binary(payload))
            }
        }
        return packets
    }
}
