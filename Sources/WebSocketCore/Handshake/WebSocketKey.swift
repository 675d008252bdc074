/// `Sec-WebSocket-Key` and the answer to it (RFC 6455 §4.1, §4.2.2).
public enum WebSocketKey {
    /// A fresh key: 16 random bytes in base64.
    public static func random(using generator: inout some RandomNumberGenerator) -> String {
        Base64.encode((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// Whether a client's key is 16 bytes in base64.
    public static func isValid(_ key: String) -> Bool {
        key.utf8.count == 24 && key.utf8.suffix(2).allSatisfy { $0 == UInt8(ascii: "=") }
            && key.utf8.prefix(22).allSatisfy(Base64.isDigit)
    }

    /// The value of `Sec-WebSocket-Accept` for a key.
    public static func accept(_ key: String) -> String {
        var message: [UInt8] = []
        message.reserveCapacity(128)
        message += key.utf8
        message += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8
        return Base64.encode(SHA1.digest(message))
    }
}

/// RFC 4648 §4, for the two short values of the handshake.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for digit in 0..<4 {
                let index = Int(bits >> UInt32(18 - 6 * digit) & 63)
                text.append(digit <= group.count ? alphabet[index] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
