@testable import WebSocketCore

// What must hold for whatever bytes come: used by the property tests and the fuzz targets. Each function returns
// what is wrong, or nil.

/// The same bytes in other reads give the same outcomes, and none breaks its promises.
func faultOfDecoding(_ bytes: [UInt8], by subject: Subject, reads: [Int]) -> String? {
    let whole = subject.outcomes(bytes)
    let split = subject.outcomes(bytes, reads: reads)
    guard whole == split else { return "\(subject) in reads of \(reads): \(split) instead of \(whole)" }
    return whole.enumerated().lazy
        .compactMap { fault(of: $1, isLast: $0 == whole.count - 1, limit: subject.limits.maxMessageSize) }
        .first
}

private func fault(of outcome: Outcome, isLast: Bool, limit: Int) -> String? {
    switch outcome {
    case .message(let kind, let bytes):
        if bytes.count > limit { return "a message of \(bytes.count) bytes, the limit is \(limit)" }
        if kind == .text && String(validating: bytes, as: UTF8.self) == nil { return "text that is not UTF-8" }
    case .ping(let bytes), .pong(let bytes):
        if bytes.count > 125 { return "a control frame of \(bytes.count) bytes" }
    case .close(let code, let reason):
        if code?.isAllowedOnWire == false { return "close code \(code?.rawValue ?? 0)" }
        if reason.utf8.count > 123 { return "a close reason of \(reason.utf8.count) bytes" }
        if !isLast { return "something came after a close" }
    case .violation:
        if !isLast { return "something came after a violation" }
    }
    return nil
}

/// What an inflater makes of data, in pieces.
struct Inflated: Equatable {
    var bytes: [UInt8] = []
    var rule: ProtocolViolation.Rule?
    var room = 0

    static func == (a: Inflated, b: Inflated) -> Bool { a.bytes == b.bytes && a.rule == b.rule }
}

/// Inflates one message.
func inflated(_ data: [UInt8], windowBits: Int, limit: Int, pieces: [Int] = []) -> Inflated {
    let inflater = Inflater(windowBits: windowBits)
    var output = ByteQueue()
    var result = Inflated()
    var rest = data[...]
    var turn = 0
    do {
        while !rest.isEmpty {
            let size = pieces.isEmpty ? rest.count : max(pieces[turn % pieces.count], 1)
            let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(size, rest.count), alignment: 1)
            defer { piece.deallocate() }
            piece.copyBytes(from: rest.prefix(size))
            try inflater.inflate(piece, into: &output, limit: limit)
            rest = rest.dropFirst(size)
            turn += 1
        }
        try inflater.finish(into: &output, limit: limit)
    } catch {
        result.rule = error.rule
    }
    result.bytes = Array(output.bytes)
    result.room = output.count + output.space(atLeast: 0).count
    return result
}

/// Inflating stops at the limit, whatever the pieces; deflating and inflating again changes nothing.
///
/// Data of unknown origin is inflated with the largest window: zlib notices references beyond a smaller one only
/// when they leave the piece that they are in.
func faultOfInflating(_ data: [UInt8], windowBits: Int, limit: Int, pieces: [Int]) -> String? {
    let whole = inflated(data, windowBits: 15, limit: limit)
    let split = inflated(data, windowBits: 15, limit: limit, pieces: pieces)
    if whole != split { return "in pieces of \(pieces): \(split) instead of \(whole)" }
    if whole.bytes.count > limit + 1 { return "\(whole.bytes.count) bytes, the limit is \(limit)" }
    if (whole.bytes.count > limit) != (whole.rule == .messageTooLarge) { return "\(whole), the limit is \(limit)" }
    if whole.room > 2 * limit + 2048 { return "\(whole.room) bytes of memory, the limit is \(limit)" }
    guard !data.isEmpty else { return nil }
    let again = inflated(deflated(data, windowBits: windowBits), windowBits: windowBits, limit: data.count)
    return again == Inflated(bytes: data) ? nil : "\(data) became \(again)"
}
