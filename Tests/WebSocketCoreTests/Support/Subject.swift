@testable import WebSocketCore

/// What came out of a decoder, in a form that can be compared. The chunks of a streamed message are one message.
enum Outcome: Equatable {
    case message(MessageKind, [UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(CloseCode?, String)
    case violation(ProtocolViolation.Rule)

    static func text(_ text: String) -> Outcome { .message(.text, Array(text.utf8)) }
    static func binary(_ bytes: [UInt8]) -> Outcome { .message(.binary, bytes) }
}

/// A decoder to be made anew for each trial.
struct Subject {
    var role = Role.server
    var limits = Limits()
    var compression: PerMessageDeflate?
    var streams = false

    /// Everything that comes out of `bytes`.
    ///
    /// - Parameter reads: the sizes of the reads, over and over; empty for one read with all of it. Each read lies
    ///   alone in memory, so that a sanitizer sees a step outside.
    func outcomes(_ bytes: [UInt8], reads: [Int] = []) -> [Outcome] {
        var decoder = MessageDecoder(role: role, limits: limits, compression: compression, streams: streams)
        var collector = Collector()
        var rest = bytes[...]
        var turn = 0
        repeat {
            let size = reads.isEmpty ? rest.count : max(reads[turn % reads.count], 1)
            collector.feed(rest.prefix(size), to: &decoder)
            rest = rest.dropFirst(size)
            turn += 1
        } while !rest.isEmpty && !collector.failed
        return collector.outcomes
    }
}

/// Turns a decoder's events into outcomes.
struct Collector {
    private(set) var outcomes: [Outcome] = []
    private(set) var failed = false
    /// The most bytes in one event.
    private(set) var largest = 0
    private var chunks: [UInt8] = []

    mutating func feed(_ bytes: some Collection<UInt8>, to decoder: inout MessageDecoder) {
        let read = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { read.deallocate() }
        read.copyBytes(from: bytes)
        var input = read
        do {
            while let event = try decoder.next(&input) { take(event) }
            precondition(input.isEmpty, "the decoder left bytes behind")
        } catch {
            failed = true
            outcomes.append(.violation(error.rule))
        }
    }

    private mutating func take(_ event: MessageDecoder.Event) {
        switch event {
        case .message(let kind, let bytes): message(kind, bytes)
        case .chunk(let kind, let bytes, let isLast):
            chunks += bytes
            largest = max(largest, bytes.count)
            guard isLast else { return }
            outcomes.append(.message(kind, chunks))
            chunks = []
        case .ping(let bytes): outcomes.append(.ping(Array(bytes)))
        case .pong(let bytes): outcomes.append(.pong(Array(bytes)))
        case .close(let code, let reason): outcomes.append(.close(code, reason))
        }
    }

    private mutating func message(_ kind: MessageKind, _ bytes: UnsafeRawBufferPointer) {
        largest = max(largest, bytes.count)
        outcomes.append(.message(kind, Array(bytes)))
    }
}
