#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Fresh masking keys from the system's strong source (RFC 6455 §5.3, §10.3), drawn 64 at a time: a system call
/// for each frame would cost more than the frame.
final class MaskSource {
    private var keys = [UInt32](repeating: 0, count: 64)
    private var used = 64

    func next() -> UInt32 {
        if used == keys.count { refill() }
        used += 1
        return keys[used - 1]
    }

    private func refill() {
        let result = keys.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        if result != 0 {
            var generator = SystemRandomNumberGenerator()
            for index in keys.indices { keys[index] = generator.next() }
        }
        used = 0
    }
}
