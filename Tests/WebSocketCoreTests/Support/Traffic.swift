@testable import WebSocketCore

/// Random messages as frames: whole, in fragments, compressed or not, with control frames between.
struct Traffic {
    private(set) var bytes: [UInt8] = []
    private(set) var outcomes: [Outcome] = []
    private let subject: Subject
    private let deflater = Deflater(windowBits: 15, level: 6, memoryLevel: 8)

    init(for subject: Subject, messages: Int, using random: inout SeededGenerator) {
        self.subject = subject
        for _ in 0..<messages { message(&random) }
        if random.chance(3) {
            outcomes.append(.close(.normal, "bye"))
            frame(8, [0x03, 0xE8] + Array("bye".utf8), using: &random)
        }
    }

    private mutating func message(_ random: inout SeededGenerator) {
        let isText = random.chance(2)
        let content = isText ? text(&random) : random.bytes(random.number(0...400))
        let isCompressed = subject.compression != nil && !content.isEmpty && random.chance(2)
        let payload = isCompressed ? deflate(content) : content
        let cuts = (0..<random.number(0...3)).map { _ in random.number(0...payload.count) }.sorted()
        let edges = [0] + cuts + [payload.count]
        for (index, (start, end)) in zip(edges, edges.dropFirst()).enumerated() {
            frame(
                index > 0 ? 0 : isText ? 1 : 2,
                Array(payload[start..<end]),
                isFinal: index == edges.count - 2,
                isCompressed: isCompressed && index == 0,
                using: &random
            )
            if index == edges.count - 2 { outcomes.append(.message(isText ? .text : .binary, content)) }
            if random.chance(4) { control(&random) }
        }
    }

    private mutating func control(_ random: inout SeededGenerator) {
        let payload = random.bytes(random.number(0...125))
        let isPing = random.chance(2)
        outcomes.append(isPing ? .ping(payload) : .pong(payload))
        frame(isPing ? 9 : 10, payload, using: &random)
    }

    private mutating func frame(
        _ opcode: UInt8,
        _ payload: [UInt8],
        isFinal: Bool = true,
        isCompressed: Bool = false,
        using random: inout SeededGenerator
    ) {
        let mask = subject.role == .server ? random.bytes(4) : nil
        let frame = Frame(
            opcode: opcode,
            payload: payload,
            isFinal: isFinal,
            reserved: isCompressed ? 4 : 0,
            mask: mask
        )
        bytes += frame.bytes
    }

    private func text(_ random: inout SeededGenerator) -> [UInt8] {
        let words = ["a", "message ", "é", "消息", "😀", "\0", "the quick brown fox "]
        return (0..<random.number(0...40)).flatMap { _ in Array(words[random.number(0...words.count - 1)].utf8) }
    }

    private func deflate(_ content: [UInt8]) -> [UInt8] {
        var output = ByteQueue()
        content.withUnsafeBytes { deflater.deflate($0, into: &output) }
        return Array(output.bytes)
    }
}

extension [UInt8] {
    /// A few random changes: bits turned, bytes put in, taken out and repeated.
    mutating func mutate(using random: inout SeededGenerator) {
        for _ in 0..<random.number(1...4) where !isEmpty {
            let index = random.number(0...count - 1)
            switch random.number(0...4) {
            case 0: self[index] ^= 1 << UInt8(random.number(0...7))
            case 1: self[index] = random.bytes(1)[0]
            case 2: insert(contentsOf: random.bytes(random.number(1...3)), at: index)
            case 3: removeSubrange(index..<Swift.min(count, index + random.number(1...5)))
            default: insert(contentsOf: self[index..<Swift.min(count, index + random.number(1...20))], at: index)
            }
        }
    }
}
