@testable import EngineIOCore

// What must hold for whatever bytes come: used by the property tests and the fuzz targets. Each function returns
// what is wrong, or nil.

/// A payload is decoded alike in place and not, and what it holds makes the same payload again.
func faultOfPayload(_ bytes: [UInt8], maxPackets: Int = 50, maxBytes: Int = 4096) -> String? {
    var body = bytes
    var decoder = PayloadDecoder(maxBytes: maxBytes, maxPackets: maxPackets)
    var packets: [EncodedPacket] = []
    do {
        while let packet = try decoder.next(decoding: &body) {
            guard packet.payload.upperBound <= body.count else { return "payload \(packet.payload) beyond the body" }
            let payload = Array(body[packet.payload])
            switch packet.content {
            case .text(let type): packets.append(.text([type.digit] + payload))
            case .binary: packets.append(.binary(payload))
            case .base64: return "base64 left undecoded"
            }
        }
    } catch {
        return nil
    }
    if packets.count > maxPackets { return "\(packets.count) packets" }
    let again = Payload.encode(packets)
    var second = again
    var redecoder = PayloadDecoder(maxBytes: again.count, maxPackets: maxPackets)
    var repeated: [EncodedPacket] = []
    do {
        while let packet = try redecoder.next(decoding: &second) {
            let payload = Array(second[packet.payload])
            if case .text(let type) = packet.content {
                repeated.append(.text([type.digit] + payload))
            } else {
                repeated.append(.binary(payload))
            }
        }
    } catch {
        return "what was encoded can't be decoded: \(error)"
    }
    return repeated == packets ? nil : "\(repeated) instead of \(packets)"
}

/// An open packet that is understood is understood again as it is written.
func faultOfOpenPacket(_ json: [UInt8]) -> String? {
    guard let packet = try? OpenPacket(json: json.span.bytes) else { return nil }
    guard case .text(let encoded) = packet.encoded else { return "not a text" }
    let body = Array(encoded.dropFirst())
    guard let again = try? OpenPacket(json: body.span.bytes) else { return "written, it isn't understood" }
    return again == packet ? nil : "\(again) instead of \(packet)"
}

/// The end that the scanner finds doesn't depend on what follows, and JSON doesn't stop being JSON as a part.
func faultOfJSON(_ bytes: [UInt8]) -> String? {
    let end = bytes.withUnsafeBytes { try? JSONScanner.value(in: $0, at: 0, depth: 8) }
    guard let end else { return nil }
    if end > bytes.count { return "end at \(end) of \(bytes.count)" }
    let value = Array(bytes.prefix(end))
    guard (try? value.withUnsafeBytes { try JSONScanner.document($0, depth: 8) }) != nil else {
        return "a value that is no document"
    }
    let nested = Array("[".utf8) + value + Array(",".utf8) + value + Array("]".utf8)
    guard (try? nested.withUnsafeBytes { try JSONScanner.document($0, depth: 9) }) != nil else {
        return "a value that can't be an element"
    }
    return nil
}
