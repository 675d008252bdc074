/// What the sockets of one loop share; touched on that loop only.
final class LoopState: @unchecked Sendable {
    let asks = Asks()
    private var scratch: [UInt8] = []

    /// Calls `body` with an empty buffer that has the capacity of the last time.
    func withScratch(_ body: (inout [UInt8]) -> Void) {
        var bytes = scratch
        scratch = []
        bytes.removeAll(keepingCapacity: bytes.capacity <= 64 << 10)
        body(&bytes)
        scratch = bytes
    }
}
