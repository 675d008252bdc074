/// Ids that can't be guessed: 120 random bits in the letters of base64url.
package enum Identifier {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// A new id of 20 letters.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        var bits: [UInt64] = [generator.next(), generator.next()]
        let id = (0..<20).map { index -> UInt8 in
            defer { bits[index / 10] >>= 6 }
            return letters[Int(bits[index / 10] & 63)]
        }
        return String(decoding: id, as: UTF8.self)
    }
}
