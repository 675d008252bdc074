/// The descriptors that a loop watches, by token. A token is used once: an event that was fetched before its
/// wire closed finds nothing.
struct WireTable {
    private var slots: [Slot] = []
    private var free: [UInt32] = []

    private struct Slot {
        var wire: SocketWire?
        var generation: UInt32
    }

    subscript(token: UInt64) -> SocketWire? {
        let index = Int(UInt32(truncatingIfNeeded: token))
        guard index < slots.count, slots[index].generation == UInt32(truncatingIfNeeded: token >> 32) else {
            return nil
        }
        return slots[index].wire
    }

    mutating func insert(_ wire: SocketWire) -> UInt64 {
        if let index = free.popLast() {
            slots[Int(index)].wire = wire
            return UInt64(slots[Int(index)].generation) << 32 | UInt64(index)
        }
        slots.append(Slot(wire: wire, generation: 0))
        return UInt64(slots.count - 1)
    }

    mutating func remove(_ token: UInt64) {
        let index = UInt32(truncatingIfNeeded: token)
        slots[Int(index)].wire = nil
        slots[Int(index)].generation &+= 1
        free.append(index)
    }
}
