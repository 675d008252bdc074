import Testing

@testable import WebSocketCore

/// What holds for any traffic. The seeds are new with each run; a failure names its seed.
@Suite struct FrameProperties {
    private static let seeds = (0..<12).map { _ in UInt64.random(in: .min ... .max) }

    private var subjects: [Subject] {
        [Role.server, .client].flatMap { role in
            [nil, PerMessageDeflate()].flatMap { compression in
                [false, true].map { Subject(role: role, compression: compression, streams: $0) }
            }
        }
    }

    private func reads(_ random: inout SeededGenerator) -> [Int] {
        let largest = [1, 3, 20, 300][random.number(0...3)]
        return (0..<random.number(1...20)).map { _ in random.number(1...largest) }
    }

    @Test(arguments: seeds)
    func anySplitGivesTheSameEvents(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for subject in subjects {
            for _ in 0..<10 {
                let traffic = Traffic(for: subject, messages: random.number(1...10), using: &random)
                for reads in [[], [1], reads(&random), reads(&random)] {
                    let outcomes = subject.outcomes(traffic.bytes, reads: reads)
                    if outcomes != traffic.outcomes { Issue.record("\(subject), reads of \(reads)") }
                }
            }
        }
    }

    @Test(arguments: seeds)
    func damagedTraffic(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for var subject in subjects {
            subject.limits = Limits(maxMessageSize: 600, maxFrameSize: 500)
            for _ in 0..<100 {
                var bytes = Traffic(for: subject, messages: random.number(1...4), using: &random).bytes
                bytes.mutate(using: &random)
                let fault = faultOfDecoding(bytes, by: subject, reads: reads(&random))
                if let fault { Issue.record("\(bytes): \(fault)") }
            }
        }
    }

    @Test(arguments: seeds)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for subject in subjects {
            for _ in 0..<200 {
                let bytes = random.bytes(random.number(0...60))
                let fault = faultOfDecoding(bytes, by: subject, reads: reads(&random))
                if let fault { Issue.record("\(bytes): \(fault)") }
            }
        }
    }

    @Test(arguments: seeds)
    func decodingUndoesEncoding(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for subject in subjects {
            let settings = CompressionSettings(
                level: random.number(1...9),
                memoryLevel: random.number(1...9),
                threshold: random.number(0...100),
                ownContextTakeover: random.chance(2)
            )
            let role: Role = subject.role == .server ? .client : .server
            var encoder = MessageEncoder(role: role, compression: subject.compression, settings: settings)
            var output: [UInt8] = []
            var expected: [Outcome] = []
            for _ in 0..<20 {
                let payload = random.bytes(random.number(0...300)).map { random.chance(4) ? 0x61 : $0 }
                let fragmentSize = random.chance(2) ? random.number(1...200) : nil
                let compress = !random.chance(4)
                payload.withUnsafeBytes {
                    encoder.encode(.binary, $0, fragmentSize: fragmentSize, compress: compress, to: &output)
                }
                expected.append(.binary(payload))
            }
            encoder.close(.goingAway, reason: "再见", to: &output)
            expected.append(.close(.goingAway, "再见"))
            #expect(subject.outcomes(output) == expected)
            #expect(subject.outcomes(output, reads: reads(&random)) == expected)
        }
    }

    @Test(arguments: seeds)
    func headersReadAsTheyWereWritten(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let opcodes: [Opcode] = [.continuation, .text, .binary]
        for _ in 0..<1000 {
            let header = FrameHeader(
                opcode: opcodes[random.number(0...2)],
                length: Int(random.next() >> UInt64(random.number(1...63))),
                isFinal: random.chance(2),
                isCompressed: random.chance(2),
                mask: random.chance(2) ? UInt32(truncatingIfNeeded: random.next()) : nil
            )
            var bytes = [UInt8](repeating: 0, count: header.size)
            bytes.withUnsafeMutableBytes { space in
                if let base = space.baseAddress { header.write(to: base) }
            }
            let (read, size) = try #require(
                try bytes.withUnsafeBufferPointer { buffer throws(ProtocolViolation) in
                    try FrameHeader.parse(UnsafeRawBufferPointer(buffer))
                }
            )
            if read != header || size != bytes.count { Issue.record("\(header) became \(read)") }
        }
    }

    @Test(arguments: seeds)
    func inflating(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var data = deflated(random.bytes(random.number(1...300)).map { $0 & 0x0F }, windowBits: 9)
            if !random.chance(3) { data.mutate(using: &random) }
            let fault = faultOfInflating(
                data,
                windowBits: random.number(9...15),
                limit: random.number(0...400),
                pieces: reads(&random)
            )
            if let fault { Issue.record("\(data): \(fault)") }
        }
    }
}
