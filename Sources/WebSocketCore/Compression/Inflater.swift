internal import CZlib

/// Inflates the messages of one direction of a connection (RFC 7692 §7.2.2). Takes 8 KiB and its window while it
/// lives.
package final class Inflater {
    private var stream = z_stream()
    /// Nothing was fed since a message or a final block ended, so there is nothing left to complete.
    private var isAtEnd = true

    /// - Parameter windowBits: 9 to 15; a window of 15 bits reads what was deflated with any smaller one. Data that
    ///   refers further back than a smaller window is found corrupt once the reference leaves the piece it is in.
    package init(windowBits: Int = 15) {
        guard czlib_inflate_init(&stream, Int32(min(max(windowBits, 9), 15))) == Z_OK else {
            fatalError("zlib: out of memory")
        }
    }

    deinit { inflateEnd(&stream) }

    /// Forgets the window, for messages that stand alone.
    package func reset() {
        inflateReset(&stream)
        isAtEnd = true
    }

    /// Inflates the next piece of a message to the end of `output`.
    ///
    /// - Parameter limit: the most bytes that `output` may come to hold; inflating stops there.
    /// - Throws: `messageTooLarge` at the limit, `corruptCompression` for data that is not DEFLATE. `output` then
    ///   ends where the fault was found.
    package func inflate(
        _ input: UnsafeMutableRawBufferPointer,
        into output: inout ByteQueue,
        limit: Int
    ) throws(ProtocolViolation) {
        guard !input.isEmpty else { return }
        isAtEnd = false
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(truncatingIfNeeded: input.count)
        defer { stream.next_in = nil }
        repeat {
            // One byte above the limit tells "exactly full" from "too large".
            let room = min(max(input.count * 4, 1024), 1 << 18, limit - output.count) + 1
            let isSound = step(into: output.space(atLeast: room), room: room)
            output.commit(room - Int(stream.avail_out))
            guard output.count <= limit else { throw ProtocolViolation(.messageTooLarge) }
            guard isSound else { throw ProtocolViolation(.corruptCompression) }
        } while stream.avail_in > 0 || stream.avail_out == 0
    }

    /// Ends a message by the four bytes that its sender left out (RFC 7692 §7.2.2).
    ///
    /// - Throws: as ``inflate(_:into:limit:)``, and `corruptCompression` if the message stops inside a block.
    package func finish(into output: inout ByteQueue, limit: Int) throws(ProtocolViolation) {
        guard !isAtEnd else { return }
        var tail: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0xFF, 0xFF)
        try withUnsafeMutableBytes(of: &tail) { bytes throws(ProtocolViolation) in
            try inflate(bytes, into: &output, limit: limit)
        }
        // zlib's sign for standing between two blocks, with no bit left over.
        guard stream.data_type == 128 else { throw ProtocolViolation(.corruptCompression) }
        isAtEnd = true
    }

    /// Inflates until the input is used up or `room` is full; false if the input is not DEFLATE.
    private func step(into space: UnsafeMutableRawBufferPointer, room: Int) -> Bool {
        stream.next_out = space.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(truncatingIfNeeded: room)
        defer { stream.next_out = nil }
        switch CZlib.inflate(&stream, Z_SYNC_FLUSH) {
        case Z_OK, Z_BUF_ERROR: return true
        case Z_STREAM_END:
            // A final block may be followed by more, which may refer back to it (RFC 7692 §7.2.3.4).
            inflateResetKeep(&stream)
            isAtEnd = stream.avail_in == 0
            return true
        default: return false
        }
    }
}
