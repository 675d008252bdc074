#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that grow at the end and shrink at the front, and hold no memory while empty: an idle connection
/// costs nothing for it.
package struct ByteQueue: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var start = 0
    private var end = 0

    package init() {}

    deinit { free(base) }

    package var count: Int { end - start }
    package var isEmpty: Bool { end == start }

    /// The bytes, valid until the next change.
    package var bytes: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base.map { $0 + start }, count: count)
    }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        space(atLeast: bytes.count).baseAddress?.copyMemory(from: source, byteCount: bytes.count)
        end += bytes.count
    }

    /// Free room after the last byte, at least `wanted` bytes of it; ``commit(_:)`` says how many were filled.
    package mutating func space(atLeast wanted: Int) -> UnsafeMutableRawBufferPointer {
        if capacity - end < wanted { makeRoom(wanted) }
        return UnsafeMutableRawBufferPointer(start: base.map { $0 + end }, count: capacity - end)
    }

    package mutating func commit(_ written: Int) { end += written }

    package mutating func removeFirst(_ taken: Int) {
        start += taken
        if start == end { removeAll() }
    }

    package mutating func removeLast(_ dropped: Int) { end -= min(dropped, count) }

    /// Forgets the bytes and gives the memory back.
    package mutating func removeAll() {
        free(base)
        base = nil
        capacity = 0
        start = 0
        end = 0
    }

    private mutating func makeRoom(_ wanted: Int) {
        let used = count
        if start > 0, let base {
            memmove(base, base + start, used)
            start = 0
            end = used
            // Only a move that frees half the room pays for itself: else a full queue would move at every append.
            if capacity / 2 >= used + wanted { return }
        }
        capacity = max(capacity * 2, used + wanted, 256)
        guard let grown = realloc(base, capacity) else { fatalError("out of memory") }
        base = grown
    }
}
