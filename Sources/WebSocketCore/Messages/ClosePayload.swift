/// The body of a close frame: nothing, or a code and a reason in UTF-8 (RFC 6455 §5.5.1).
package enum ClosePayload {
    static func parse(_ payload: UnsafeRawBufferPointer) throws(ProtocolViolation) -> MessageDecoder.Event {
        guard payload.count > 0 else { return .close(nil, reason: "") }
        guard payload.count >= 2 else { throw ProtocolViolation(.invalidClose) }
        let code = CloseCode(rawValue: UInt16(bigEndian: payload.loadUnaligned(as: UInt16.self)))
        guard code.isAllowedOnWire else { throw ProtocolViolation(.invalidClose) }
        let reason = UnsafeRawBufferPointer(rebasing: payload[2...])
        var text = UTF8Validator()
        guard text.accept(reason), text.isComplete else { throw ProtocolViolation(.invalidUTF8) }
        return .close(code, reason: String(decoding: reason, as: UTF8.self))
    }

    /// The bytes for `code` and as much of `reason` as fits into 125 bytes without cutting a character.
    package static func bytes(_ code: CloseCode?, reason: String) -> [UInt8] {
        guard let code else { return [] }
        var bytes = [UInt8(code.rawValue >> 8), UInt8(truncatingIfNeeded: code.rawValue)]
        for character in reason.unicodeScalars {
            let encoded = Array(String(character).utf8)
            guard bytes.count + encoded.count <= 125 else { break }
            bytes += encoded
        }
        return bytes
    }
}
