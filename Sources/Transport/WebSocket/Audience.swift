import Synchronization
public import WebSocketCore

/// WebSockets that hear the same messages. Its members are kept apart by loop; a message is encoded once and
/// crosses to each loop once.
public final class Audience: Sendable {
    private let shards: [Shard]

    /// An empty audience on these loops.
    ///
    /// - Parameter compression: level and threshold of the copy that is compressed once for all who agreed to it.
    public init(_ group: LoopGroup, compression: CompressionSettings = .init()) {
        shards = group.loops.map { Shard($0, compression) }
    }

    /// Members on all loops as of now, and those about to be.
    public var count: Int { shards.reduce(0) { $0 + $1.count.load(ordering: .relaxed) } }

    /// Lets `socket` hear what is published from now on. It leaves by itself when it closes.
    public func join(_ socket: WebSocket) {
        let shard = shards[socket.loop.index]
        // Counted before it is there: a message published right behind this call must find its way to the loop.
        shard.count.wrappingAdd(1, ordering: .relaxed)
        guard socket.loop.isCurrent else { return socket.loop.execute { shard.add(socket) } }
        shard.add(socket)
    }

    /// Lets `socket` hear no more.
    public func leave(_ socket: WebSocket) {
        guard socket.loop.isCurrent else { return socket.loop.execute { self.leave(socket) } }
        shards[socket.loop.index].remove(socket)
    }

    /// Sends a message to all members. May be called from any thread; calls from one thread keep their order.
    ///
    /// - Parameters:
    ///   - kind: for text, `payload` must be valid UTF-8 (RFC 6455 §5.6).
    ///   - payload: the whole message.
    ///   - except: a member that is left out, such as the sender.
    public func publish(_ kind: MessageKind, _ payload: RawSpan, except: WebSocket? = nil) {
        payload.withUnsafeBytes { bytes in
            let away = shards.filter { $0.count.load(ordering: .relaxed) > 0 && !$0.loop.isCurrent }
            if !away.isEmpty {
                let copy = Array(bytes)
                for shard in away {
                    shard.loop.execute { copy.withUnsafeBytes { shard.deliver(kind, $0, except: except) } }
                }
            }
            for shard in shards where shard.loop.isCurrent { shard.deliver(kind, bytes, except: except) }
        }
    }

    /// Sends a message of bytes to all members.
    public func publish(_ kind: MessageKind, _ payload: [UInt8], except: WebSocket? = nil) {
        publish(kind, payload.span.bytes, except: except)
    }
}

/// A socket's place in an audience.
struct Membership {
    let shard: Shard
    var index: Int
}

/// The members of an audience on one loop; touched on that loop only, but for the count, which includes sockets on
/// their way here.
final class Shard: @unchecked Sendable {
    let loop: Loop
    let count = Atomic<Int>(0)
    private var members: [WebSocket] = []
    private var compressing = 0

    private let compression: CompressionSettings

    init(_ loop: Loop, _ compression: CompressionSettings) {
        self.loop = loop
        self.compression = compression
    }

    func add(_ socket: WebSocket) {
        guard socket.state == .open, !socket.memberships.contains(where: { $0.shard === self }) else {
            count.wrappingSubtract(1, ordering: .relaxed)
            return
        }
        socket.memberships.append(Membership(shard: self, index: members.count))
        members.append(socket)
        if socket.takesSharedDeflate { compressing += 1 }
    }

    func remove(_ socket: WebSocket) {
        guard let place = socket.memberships.firstIndex(where: { $0.shard === self }) else { return }
        let index = socket.memberships.remove(at: place).index
        guard let last = members.popLast() else { return }
        if last !== socket {
            members[index] = last
            last.moved(in: self, to: index)
        }
        if socket.takesSharedDeflate { compressing -= 1 }
        count.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Writes the frame once and gives it to each member.
    func deliver(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer, except: WebSocket?) {
        guard !members.isEmpty else { return }
        let outbox = loop.outbox
        guard compressing > 0, payload.count >= compression.threshold else {
            let frame = outbox.put(FrameHeader(opcode: kind.opcode, length: payload.count), payload)
            for member in members where member !== except { member.give(frame) }
            return
        }
        var deflated = ByteQueue()
        loop.compression.deflateAlone(payload, compression, into: &deflated)
        // Each frame is given away before the next is put: putting may flush.
        let compressed = outbox.put(
            FrameHeader(opcode: kind.opcode, length: deflated.count, isCompressed: true),
            UnsafeRawBufferPointer(deflated.bytes)
        )
        for member in members where member !== except && member.takesSharedDeflate { member.give(compressed) }
        guard compressing < members.count else { return }
        let plain = outbox.put(FrameHeader(opcode: kind.opcode, length: payload.count), payload)
        for member in members where member !== except && !member.takesSharedDeflate { member.give(plain) }
    }
}

extension WebSocket {
    func moved(in shard: Shard, to index: Int) {
        guard let place = memberships.firstIndex(where: { $0.shard === shard }) else { return }
        memberships[place].index = index
    }
}
