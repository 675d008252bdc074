import Testing

@testable import WebSocketCore

/// RFC 7692 §7.1.1, §7.1.2, §7.2: what the agreed parameters mean for the messages of a connection.
@Suite struct ContextTests {
    private let messages = (0..<6).map { index in
        Array(String(repeating: "message \(index % 2) 消息 ", count: 20 + index).utf8)
            + Array((0..<400).map { UInt8($0 * $0 % 89 + 0x21) })
    }

    private func send(_ agreed: PerMessageDeflate, as role: Role, _ settings: CompressionSettings) -> [[UInt8]] {
        var encoder = MessageEncoder(role: role, compression: agreed, settings: settings)
        return messages.map { message in
            var output: [UInt8] = []
            message.withUnsafeBytes { encoder.encode(.text, $0, to: &output) }
            return output
        }
    }

    private func settings(_ takeover: Bool, bits: Int = 15) -> CompressionSettings {
        CompressionSettings(
            threshold: 1,
            ownContextTakeover: takeover,
            peerContextTakeover: takeover,
            maxWindowBits: bits,
            peerMaxWindowBits: bits
        )
    }

    /// Both roles, every window, with and without takeover on each side.
    @Test func everyCombinationIsUnderstood() {
        for role in [Role.server, .client] {
            for bits in [nil] + Array(9...15) {
                for flags in 0..<4 {
                    var agreed = PerMessageDeflate()
                    agreed.serverNoContextTakeover = flags & 1 != 0
                    agreed.clientNoContextTakeover = flags & 2 != 0
                    agreed.serverMaxWindowBits = bits
                    agreed.clientMaxWindowBits = bits
                    let bytes = send(agreed, as: role, settings(true)).flatMap { $0 }
                    let subject = Subject(role: role == .server ? .client : .server, compression: agreed)
                    let expected = messages.map { Outcome.message(.text, $0) }
                    #expect(subject.outcomes(bytes) == expected)
                    #expect(subject.outcomes(bytes, reads: [5, 1, 40]) == expected)
                }
            }
        }
    }

    @Test func takeoverMakesRepeatedMessagesSmall() {
        let alone = send(PerMessageDeflate(), as: .server, settings(false))
        let together = send(PerMessageDeflate(), as: .server, settings(true))
        #expect(alone[0] == together[0])
        #expect(together[2].count < alone[2].count / 2)
    }

    /// RFC 7692 §7.1.1.1: who agreed to stand alone does, whatever its settings.
    @Test func theAgreementIsKept() {
        var agreed = PerMessageDeflate()
        agreed.serverNoContextTakeover = true
        agreed.clientNoContextTakeover = true
        for role in [Role.server, .client] {
            let other = Subject(role: role == .server ? .client : .server, compression: agreed)
            for (index, bytes) in send(agreed, as: role, settings(true)).enumerated() {
                #expect(other.outcomes(bytes) == [.message(.text, messages[index])])
            }
        }
    }

    /// RFC 7692 §7.1.2: no reference goes further back than the agreed window, so that an inflater of that size does.
    @Test func theWindowIsKept() {
        var random = SeededGenerator(seed: 7)
        for bits in 9...14 {
            let noise = random.bytes(1 << bits)
            let message = noise + noise + noise
            for data in [deflated(message, windowBits: bits), deflated([message, message], windowBits: bits)[0]] {
                let inflater = Inflater(windowBits: bits)
                var output = ByteQueue()
                var input = data
                let result = input.withUnsafeMutableBytes { bytes in
                    Result { () throws(ProtocolViolation) in
                        try inflater.inflate(bytes, into: &output, limit: message.count)
                        try inflater.finish(into: &output, limit: message.count)
                    }
                }
                #expect(throws: Never.self) { try result.get() }
                #expect(Array(output.bytes) == message)
            }
        }
    }

    /// The test above can fail: a larger window than agreed is caught.
    @Test func aLargerWindowThanAgreedIsCorrupt() {
        var random = SeededGenerator(seed: 8)
        let noise = random.bytes(1000)
        var agreed = PerMessageDeflate()
        agreed.clientMaxWindowBits = 9
        let bytes = deflated([noise, noise], windowBits: 15).flatMap { payload in
            Frame(opcode: 2, payload: payload, reserved: 4).bytes
        }
        #expect(Subject(compression: agreed).outcomes(bytes) == [.binary(noise), .violation(.corruptCompression)])
        #expect(Subject(compression: PerMessageDeflate()).outcomes(bytes) == [.binary(noise), .binary(noise)])
    }

    @Test func aPoolLendsAndTakesBack() {
        let pool = CompressionPool()
        let inflater = pool.takeInflater()
        pool.giveBack(inflater)
        #expect(pool.takeInflater() === inflater)
        #expect(pool.takeInflater() !== inflater)
        let deflater = pool.takeDeflater(DeflaterKind(.init(), windowBits: 12))
        pool.giveBack(deflater, DeflaterKind(.init(), windowBits: 12))
        #expect(pool.takeDeflater(DeflaterKind(.init(), windowBits: 15)) !== deflater)
        #expect(pool.takeDeflater(DeflaterKind(.init(), windowBits: 12)) === deflater)
    }

    /// A deflater that comes back from another connection must not refer to that one's messages.
    @Test func lentDeflatersForget() {
        let pool = CompressionPool()
        var agreed = PerMessageDeflate()
        agreed.serverNoContextTakeover = true
        for message in messages {
            var encoder = MessageEncoder(role: .server, compression: agreed, settings: settings(false), pool: pool)
            var bytes: [UInt8] = []
            message.withUnsafeBytes { encoder.encode(.text, $0, to: &bytes) }
            #expect(Subject(role: .client, compression: agreed).outcomes(bytes) == [.message(.text, message)])
        }
    }

    /// One copy for a whole broadcast, where no window is kept on the way.
    @Test func sharedCopies() {
        let pool = CompressionPool()
        func takesShared(_ agreed: PerMessageDeflate, _ settings: CompressionSettings) -> Bool {
            Deflation(agreed, role: .server, settings: settings, pool: pool).takesSharedCopies
        }
        var alone = PerMessageDeflate()
        alone.serverNoContextTakeover = true
        var narrow = alone
        narrow.serverMaxWindowBits = 12
        #expect(takesShared(alone, settings(true)))
        #expect(takesShared(PerMessageDeflate(), settings(false)))
        #expect(!takesShared(PerMessageDeflate(), settings(true)))
        #expect(!takesShared(narrow, settings(true)))
        for message in messages {
            var copy = ByteQueue()
            message.withUnsafeBytes { pool.deflateAlone($0, .init(), into: &copy) }
            #expect(Array(copy.bytes) == deflated(message, level: 1))
        }
    }
}
