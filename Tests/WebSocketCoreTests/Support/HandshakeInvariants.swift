@testable import WebSocketCore

// What must hold for whatever bytes come: used by the property tests and the fuzz targets. Each function returns
// what is wrong, or nil.

/// A head, or why there is none.
private enum Reading: Equatable {
    case head([String], size: Int)
    case failed(MessageHead.ParseError)
    case unfinished
}

private func read(_ bytes: [UInt8], reads: [Int], limits: MessageHead.Limits) -> (Reading, MessageHead?) {
    var reader = HeadReader(limits: limits)
    var rest = bytes[...]
    var turn = 0
    while !rest.isEmpty {
        let size = reads.isEmpty ? rest.count : max(reads[turn % reads.count], 1)
        do {
            let done = try Array(rest.prefix(size)).withUnsafeBufferPointer { buffer throws(MessageHead.ParseError) in
                try reader.accept(UnsafeRawBufferPointer(buffer))
            }
            if let (head, size) = done {
                return (.head([head.firstLine] + head.all.flatMap { [$0.name, $0.value] }, size: size), head)
            }
        } catch {
            return (.failed(error), nil)
        }
        rest = rest.dropFirst(size)
        turn += 1
    }
    return (.unfinished, nil)
}

/// Any split gives the same head, and nothing in it can end a line.
private func headAndFault(of bytes: [UInt8], reads: [Int]) -> (head: MessageHead?, fault: String?) {
    let limits = MessageHead.Limits(maxSize: 1024, maxFields: 20)
    let (whole, head) = read(bytes, reads: [], limits: limits)
    let (split, _) = read(bytes, reads: reads, limits: limits)
    if whole != split { return (nil, "in reads of \(reads): \(split) instead of \(whole)") }
    guard let head else { return (nil, nil) }
    let texts = [head.firstLine] + head.all.flatMap { [$0.name, $0.value] }
    if texts.contains(where: { $0.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D } }) {
        return (nil, "a line break or NUL in \(texts)")
    }
    if head.all.count > 20 { return (nil, "\(head.all.count) fields") }
    if !head.all.allSatisfy({ $0.name.utf8.allSatisfy(isTokenByte) && !$0.name.isEmpty }) {
        return (nil, "a name that is no token in \(texts)")
    }
    return (head, nil)
}

/// Whatever the request, the answer is one head with a status that fits, and nothing that wasn't agreed.
func faultOfRequest(_ bytes: [UInt8], reads: [Int]) -> String? {
    let (head, fault) = headAndFault(of: bytes, reads: reads)
    guard let head, let request = try? RequestHead(head) else { return fault }
    let server = ServerHandshake(subprotocols: ["v2", "v1"], origins: .list(["http://a"]))
    do {
        let agreement = try server.answer(request)
        let lines = String(decoding: agreement.response, as: UTF8.self).split(separator: "\r\n")
        let extra = (agreement.subprotocol == nil ? 0 : 1) + (agreement.compression == nil ? 0 : 1)
        if lines.count != 4 + extra { return "\(lines)" }
        if let chosen = agreement.subprotocol, !server.subprotocols.contains(chosen) { return chosen }
        if request.method != "GET" || !request.asksForWebSocket || !request.isHTTP11 { return "agreed to \(head)" }
        return agreement.compression.flatMap(faultOfAnswer)
    } catch {
        let text = String(decoding: error.response, as: UTF8.self)
        guard [400, 403, 405, 426].contains(error.status), text.hasSuffix("\r\n\r\n\(error.reason)\n") else {
            return "\(error)"
        }
        return text.split(separator: "\r\n\r\n").count == 2 ? nil : text
    }
}

private func faultOfAnswer(_ answer: PerMessageDeflate) -> String? {
    let bits = [answer.serverMaxWindowBits, answer.clientMaxWindowBits].compactMap { $0 }
    if !bits.allSatisfy((8...15).contains) || answer.serverMaxWindowBits == 8 { return answer.headerValue }
    guard let entry = ExtensionHeader.parse([answer.headerValue])?.first,
        let read = PerMessageDeflate(entry, isOffer: false), read.headerValue == answer.headerValue
    else { return "\(answer.headerValue) is no answer" }
    return nil
}

/// A client takes an answer only if it proves that the server read the key.
func faultOfResponse(_ bytes: [UInt8], reads: [Int]) -> String? {
    let (head, fault) = headAndFault(of: bytes, reads: reads)
    guard let head else { return fault }
    var random = SeededGenerator(seed: 0)
    let client = ClientHandshake(host: "a", target: "/", subprotocols: ["v1"], using: &random)
    guard let agreement = try? client.accept(head) else { return nil }
    random = SeededGenerator(seed: 0)
    let proof = WebSocketKey.accept(WebSocketKey.random(using: &random))
    if head["sec-websocket-accept"] != [proof] { return "accepted without proof" }
    if agreement.subprotocol != nil && agreement.subprotocol != "v1" { return agreement.subprotocol }
    if agreement.compression?.clientMaxWindowBits == 8 { return "a window of 8 bits" }
    return nil
}

/// What is understood can be written and understood again.
func faultOfExtensions(_ value: String) -> String? {
    guard let entries = ExtensionHeader.parse([value]) else { return nil }
    let written = entries.map { entry in
        entry.parameters.reduce(entry.name) { $0 + ";" + $1.name + ($1.value.map { "=\"\($0)\"" } ?? "") }
    }
    guard let again = ExtensionHeader.parse(written), again.count == entries.count else {
        return "\(written) can't be read again"
    }
    for (old, new) in zip(entries, again) {
        let same = old.name == new.name && old.parameters.elementsEqual(new.parameters, by: ==)
        if !same { return "\(old) became \(new)" }
    }
    let settings = CompressionSettings(ownContextTakeover: true, peerContextTakeover: true, peerMaxWindowBits: 12)
    return PerMessageDeflate.answer(entries, settings: settings).flatMap(faultOfAnswer)
}
