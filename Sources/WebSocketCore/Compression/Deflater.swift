internal import CZlib

/// Deflates the messages of one direction of a connection (RFC 7692 §7.2.1).
package final class Deflater {
    private var stream = z_stream()

    /// - Parameters:
    ///   - windowBits: 9 to 15; zlib can't make a raw stream with 8.
    ///   - level: 1 (fast) to 9 (small).
    ///   - memoryLevel: 1 to 9; 82 KiB at 15 bits and 8, 11 KiB at 12 and 5.
    package init(windowBits: Int, level: Int, memoryLevel: Int) {
        let made = czlib_deflate_init(
            &stream,
            Int32(min(max(level, 1), 9)),
            Int32(min(max(windowBits, 9), 15)),
            Int32(min(max(memoryLevel, 1), 9))
        )
        guard made == Z_OK else { fatalError("zlib: out of memory") }
    }

    deinit { deflateEnd(&stream) }

    /// Forgets the window, for messages that stand alone.
    package func reset() { deflateReset(&stream) }

    /// Deflates a whole message to the end of `output`, without the closing `00 00 FF FF`.
    /// `input` must not be empty: zlib has nothing to flush twice.
    package func deflate(_ input: UnsafeRawBufferPointer, into output: inout ByteQueue) {
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(truncatingIfNeeded: input.count)
        repeat {
            let room = max(input.count / 2, 256)
            stream.next_out = output.space(atLeast: room).baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = UInt32(truncatingIfNeeded: room)
            _ = CZlib.deflate(&stream, Z_SYNC_FLUSH)
            output.commit(room - Int(stream.avail_out))
        } while stream.avail_out == 0
        stream.next_in = nil
        stream.next_out = nil
        output.removeLast(4)
    }
}
