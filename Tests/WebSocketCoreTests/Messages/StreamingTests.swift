import Testing

@testable import WebSocketCore

/// Messages in chunks, as soon as their bytes are there.
@Suite struct StreamingTests {
    private enum Piece: Equatable {
        case chunk(MessageKind, [UInt8], isLast: Bool)
        case other
        case failed(ProtocolViolation.Rule)
    }

    private func pieces(_ reads: [[UInt8]], compression: PerMessageDeflate? = nil) -> [Piece] {
        var decoder = MessageDecoder(role: .server, compression: compression, streams: true)
        var pieces: [Piece] = []
        for read in reads {
            let space = UnsafeMutableRawBufferPointer.allocate(byteCount: read.count, alignment: 1)
            defer { space.deallocate() }
            space.copyBytes(from: read)
            var input = space
            do {
                while let event = try decoder.next(&input) { pieces.append(piece(event)) }
            } catch {
                pieces.append(.failed(error.rule))
            }
        }
        return pieces
    }

    private func piece(_ event: MessageDecoder.Event) -> Piece {
        guard case .chunk(let kind, let bytes, let isLast) = event else { return .other }
        return .chunk(kind, Array(bytes), isLast: isLast)
    }

    @Test func chunksComeWithTheirReads() {
        let bytes = Frame(opcode: 2, payload: [1, 2, 3, 4, 5, 6], mask: [0, 0, 0, 0]).bytes
        let reads = [Array(bytes[..<8]), Array(bytes[8..<11]), Array(bytes[11...])]
        #expect(
            pieces(reads) == [
                .chunk(.binary, [1, 2], isLast: false), .chunk(.binary, [3, 4, 5], isLast: false),
                .chunk(.binary, [6], isLast: true),
            ]
        )
    }

    @Test func fragmentsAreChunksAndTheLastMayBeEmpty() {
        let bytes = wire(.text("ab", isFinal: false), Frame(opcode: 9), .continuation("c", isFinal: false))
        #expect(
            pieces([bytes, wire(.continuation(""))]) == [
                .chunk(.text, Array("ab".utf8), isLast: false), .other, .chunk(.text, Array("c".utf8), isLast: false),
                .chunk(.text, [], isLast: true),
            ]
        )
    }

    @Test func emptyPiecesInTheMiddleAreNotHandedOut() {
        let bytes = wire(.text("", isFinal: false), .continuation("", isFinal: false), .continuation("x"))
        #expect(pieces([bytes]) == [.chunk(.text, [0x78], isLast: true)])
    }

    @Test func textIsCheckedOverChunks() {
        let split = wire(Frame(opcode: 1, payload: [0xE2, 0x82], isFinal: false), Frame(opcode: 0, payload: [0xAC]))
        #expect(
            pieces([split]) == [.chunk(.text, [0xE2, 0x82], isLast: false), .chunk(.text, [0xAC], isLast: true)]
        )
        let bad = wire(Frame(opcode: 1, payload: [0xE2, 0x82], isFinal: false), Frame(opcode: 0, payload: [0x41]))
        #expect(pieces([bad]) == [.chunk(.text, [0xE2, 0x82], isLast: false), .failed(.invalidUTF8)])
    }

    @Test func compressedChunks() {
        let payload = deflated(Array("Hello".utf8))
        let first = Frame(opcode: 1, payload: Array(payload[..<3]), isFinal: false, reserved: 4).bytes
        let rest = Frame(opcode: 0, payload: Array(payload[3...])).bytes
        let pieces = pieces([first, rest], compression: PerMessageDeflate())
        let joined = pieces.flatMap { piece in if case .chunk(_, let bytes, _) = piece { bytes } else { [UInt8]() } }
        #expect(joined == Array("Hello".utf8))
        #expect(pieces.count == 2)
    }

    /// DEFLATE makes up to 1,032 bytes of one: a whole read of it at once would be a bomb even within the limits.
    @Test func aChunkStaysSmallHoweverMuchItInflatesTo() {
        let size = 64 << 20
        let message = Frame(opcode: 2, payload: deflated([UInt8](repeating: 0, count: size)), reserved: 4)
        var decoder = MessageDecoder(
            role: .server,
            limits: Limits(maxMessageSize: size),
            compression: PerMessageDeflate(),
            streams: true
        )
        var collector = Collector()
        collector.feed(message.bytes, to: &decoder)
        #expect(collector.outcomes.count == 1 && !collector.failed)
        #expect(collector.largest <= 2048 * 1032 + 258)
    }

    @Test func theModeMayChangeBetweenMessages() {
        var decoder = MessageDecoder(role: .server)
        var collector = Collector()
        collector.feed(wire(.text("whole")), to: &decoder)
        decoder.streams = true
        collector.feed(wire(.text("in ", isFinal: false)), to: &decoder)
        #expect(collector.largest == 5 && collector.outcomes.count == 1)
        collector.feed(wire(.continuation("chunks")), to: &decoder)
        decoder.streams = false
        collector.feed(wire(.text("whole again")), to: &decoder)
        #expect(collector.outcomes == [.text("whole"), .text("in chunks"), .text("whole again")])
    }
}
