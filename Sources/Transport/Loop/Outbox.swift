import WebSocketCore

/// All that a loop's connections have to send in one pass.
///
/// Frames lie once, one behind the other, in one arena; a connection's share is a chain of ranges in it. So a
/// broadcast costs each receiver a range and no copy, sixteen frames in a row are one range and one system
/// call, and the order of a connection's frames is the order in which they were written.
final class Outbox {
    /// A flush comes early when the arena holds this much.
    private static let softLimit = 256 << 10

    private var arena = UnsafeMutableRawBufferPointer.allocate(byteCount: 320 << 10, alignment: 64)
    private var used = 0
    private var ranges: [Segment] = []
    private var dirty: [Wire] = []
    private var failed: [Wire] = []

    struct Segment {
        var start: Int
        var end: Int
        var next: Int32
    }

    deinit { arena.deallocate() }

    /// Writes one frame, masked if its header says so, to be given to wires by ``give(_:to:)``.
    ///
    /// - Returns: where it lies, until the next frame is put.
    func put(_ header: FrameHeader, _ payload: UnsafeRawBufferPointer) -> Range<Int> {
        let size = header.size
        let room = reserve(size + payload.count)
        if let base = room.baseAddress { header.write(to: base) }
        let body = UnsafeMutableRawBufferPointer(rebasing: room[size...])
        body.copyMemory(from: payload)
        if let mask = header.mask { _ = applyMask(mask, to: body) }
        return used - room.count..<used
    }

    /// Writes bytes as they are.
    func put(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        reserve(bytes.count).copyMemory(from: bytes)
        return used - bytes.count..<used
    }

    /// The bytes of a frame that was just put.
    func withFrame(_ frame: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        body(UnsafeRawBufferPointer(rebasing: arena[frame]))
    }

    private func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if used + count > Self.softLimit && used > 0 { flush() }
        if used + count > arena.count { grow(used + count) }
        let start = used
        used += count
        return UnsafeMutableRawBufferPointer(rebasing: arena[start..<used])
    }

    /// Puts a range of the arena at the end of what `wire` sends in this pass.
    func give(_ range: Range<Int>, to wire: Wire) {
        if wire.lastSegment >= 0 {
            let last = Int(wire.lastSegment)
            if ranges[last].end == range.lowerBound {
                ranges[last].end = range.upperBound
                return
            }
            ranges[last].next = Int32(truncatingIfNeeded: ranges.count)
        } else {
            wire.firstSegment = Int32(truncatingIfNeeded: ranges.count)
            if !wire.isDirty {
                wire.isDirty = true
                dirty.append(wire)
            }
        }
        wire.lastSegment = Int32(truncatingIfNeeded: ranges.count)
        ranges.append(Segment(start: range.lowerBound, end: range.upperBound, next: -1))
    }

    /// Takes the wire's ranges out, in order, to be sent at once.
    func take(from wire: Wire, _ body: (UnsafeRawBufferPointer) -> Void) {
        var index = wire.firstSegment
        wire.firstSegment = -1
        wire.lastSegment = -1
        while index >= 0 {
            let segment = ranges[Int(index)]
            body(UnsafeRawBufferPointer(rebasing: arena[segment.start..<segment.end]))
            index = segment.next
        }
    }

    /// Sends everything. What a wire can't take now, it keeps for itself.
    func flush() {
        for wire in dirty {
            wire.isDirty = false
            if !wire.flush(self) { failed.append(wire) }
        }
        dirty.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        reset()
    }

    /// Ends a pass: sends everything, then lets the owners of broken wires know, who may write in turn.
    func endPass() {
        repeat {
            flush()
            let broken = failed
            failed = []
            for wire in broken { wire.reportFailure() }
        } while !dirty.isEmpty
    }

    /// Remembers that a wire broke in the middle of a pass.
    func noteFailure(of wire: Wire) { failed.append(wire) }

    private func reset() {
        used = 0
        if arena.count > 4 * Self.softLimit { replaceArena(320 << 10) }
    }

    private func grow(_ count: Int) {
        replaceArena(max(count, arena.count * 2))
    }

    private func replaceArena(_ size: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        if used > 0 { larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: arena[..<used])) }
        arena.deallocate()
        arena = larger
    }
}
