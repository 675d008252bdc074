/// XORs `bytes` in place with the repeated masking key (RFC 6455 §5.3). Masking and unmasking are the same.
///
/// - Parameters:
///   - key: the four bytes of the key as they lie in memory.
///   - bytes: a payload, or the next piece of one.
/// - Returns: the key turned so that it fits the byte after the last one, for a payload that comes in pieces.
@inline(__always)
public func applyMask(_ key: UInt32, to bytes: UnsafeMutableRawBufferPointer) -> UInt32 {
    guard let base = bytes.baseAddress else { return key }
    let wide = UInt64(key) | UInt64(key) << 32
    let count = bytes.count
    var index = 0
    let block = SIMD4<UInt64>(repeating: wide)
    while index &+ 32 <= count {
        let word = base.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self) ^ block
        base.storeBytes(of: word, toByteOffset: index, as: SIMD4<UInt64>.self)
        index &+= 32
    }
    while index &+ 8 <= count {
        let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wide
        base.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
        index &+= 8
    }
    var turned = UInt32(littleEndian: key)
    while index < count {
        let byte = base.load(fromByteOffset: index, as: UInt8.self) ^ UInt8(truncatingIfNeeded: turned)
        base.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        turned = turned >> 8 | turned << 24
        index &+= 1
    }
    return UInt32(littleEndian: turned)
}
