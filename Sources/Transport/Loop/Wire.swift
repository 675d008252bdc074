import WebSocketCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a wire carries nothing more.
package enum WireEnd: Error, Sendable, Equatable {
    /// The peer ended its stream.
    case endOfStream
    /// The network failed.
    case failed(String)
    /// The peer took so little that more than the limit waited for it.
    case slowConsumer
}

/// Whoever speaks a protocol over a wire. All calls come on the wire's loop.
package protocol WireOwner: AnyObject {
    /// Bytes came in. They may be overwritten, and are valid only during the call.
    func received(_ bytes: UnsafeMutableRawBufferPointer)
    /// All that waited has been sent.
    func drained()
    /// The wire is closed; nothing follows. Not called after ``Wire/abort()``.
    func ended(_ end: WireEnd)
}

/// A two-way stream of bytes on one loop: the one thing that protocols see of the network.
///
/// Output is gathered in the loop's ``Outbox`` and sent once per pass; what the peer doesn't take stays in a
/// backlog with a bound. `SocketWire` and `ChannelWire` are the two kinds.
package class Wire {
    package let loop: Loop
    package var owner: (any WireOwner)?
    /// This wire's chain in the outbox, -1 for none.
    final var firstSegment: Int32 = -1
    final var lastSegment: Int32 = -1
    final var isDirty = false
    private final var failure: WireEnd?
    private final var backlog = ByteQueue()
    private final let backlogLimit: Int
    /// No more will be written: the stream ends behind the backlog.
    final private(set) var isFinishing = false
    final var isClosed = false

    init(loop: Loop, backlogLimit: Int) {
        self.loop = loop
        self.backlogLimit = backlogLimit
    }

    // MARK: For the kinds of wire

    /// Sends as much as goes at once.
    ///
    /// - Returns: how many bytes went, or nil if the connection is broken; errno then says how.
    func transmit(_ slices: UnsafeMutableBufferPointer<iovec>) -> Int? { 0 }
    /// Asks for ``writable()`` when there is room again, or no longer.
    func awaitRoom(_ wanted: Bool) {}
    /// Ends the outgoing stream.
    func shutdownOutput() {}
    /// Lets go of the connection.
    func release() {}
    /// Stops or resumes ``WireOwner/received(_:)``; the peer is held back meanwhile.
    package func setReading(_ wanted: Bool) {}

    // MARK: For owners

    /// Bytes that the peer hasn't taken yet.
    package final var backlogCount: Int { backlog.count }

    /// Sends bytes as they are, with the rest of this pass.
    package final func write(_ bytes: [UInt8]) {
        guard !isClosed, !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { loop.outbox.give(loop.outbox.put($0), to: self) }
    }

    /// Sends large pieces now and straight from where they lie, behind all that was written before.
    package final func sendNow(_ header: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        guard !isClosed, failure == nil else { return }
        var sent = flush(loop.outbox)
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { slices in
            slices.initializeElement(at: 0, to: iovec(header))
            slices.initializeElement(at: 1, to: iovec(payload))
            sent = sent && send(slices)
        }
        if !sent { loop.outbox.noteFailure(of: self) }
    }

    /// Ends the stream behind what is written. Input is dropped from now on; the owner hears
    /// ``WireOwner/ended(_:)`` when the peer has ended its side too.
    package final func finish() {
        guard !isFinishing, !isClosed else { return }
        isFinishing = true
        if firstSegment < 0 && backlog.isEmpty { shutdownOutput() }
    }

    /// Closes at once; what waits is lost.
    package final func abort() {
        guard !isClosed else { return }
        isClosed = true
        owner = nil
        backlog.removeAll()
        release()
    }

    // MARK: Output

    /// Sends this wire's share of the outbox.
    ///
    /// - Returns: false if the wire is broken; ``reportFailure()`` then tells the owner.
    final func flush(_ outbox: Outbox) -> Bool {
        guard firstSegment >= 0 else { return true }
        guard !isClosed else {
            outbox.take(from: self) { _ in }
            return true
        }
        var isWell = failure == nil
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 64) { slices in
            var count = 0
            outbox.take(from: self) { slice in
                slices.initializeElement(at: count, to: iovec(slice))
                count += 1
                if count == slices.count {
                    isWell = isWell && send(slices)
                    count = 0
                }
            }
            guard count > 0 else { return }
            isWell = isWell && send(UnsafeMutableBufferPointer(rebasing: slices[..<count]))
        }
        if isWell && isFinishing && backlog.isEmpty { shutdownOutput() }
        return isWell
    }

    private final func send(_ slices: UnsafeMutableBufferPointer<iovec>) -> Bool {
        var sent = 0
        if backlog.isEmpty {
            guard let count = transmit(slices) else {
                failure = failure ?? .failed(SocketError(errno).description)
                return false
            }
            sent = count
        }
        for slice in slices {
            let bytes = UnsafeRawBufferPointer(start: slice.iov_base, count: slice.iov_len)
            let skipped = min(sent, bytes.count)
            sent -= skipped
            guard skipped < bytes.count else { continue }
            if backlog.isEmpty { awaitRoom(true) }
            backlog.append(UnsafeRawBufferPointer(rebasing: bytes[skipped...]))
        }
        guard backlog.count <= backlogLimit else {
            failure = .slowConsumer
            return false
        }
        return true
    }

    /// The peer has room again.
    final func writable() {
        guard !isClosed, !backlog.isEmpty else { return }
        var slice = iovec(UnsafeRawBufferPointer(backlog.bytes))
        let sent = withUnsafeMutablePointer(to: &slice) { transmit(UnsafeMutableBufferPointer(start: $0, count: 1)) }
        guard let sent else { return end(.failed(SocketError(errno).description)) }
        backlog.removeFirst(sent)
        guard backlog.isEmpty else { return }
        awaitRoom(false)
        if isFinishing { shutdownOutput() } else { owner?.drained() }
    }

    // MARK: Input and end

    final func deliver(_ bytes: UnsafeMutableRawBufferPointer) {
        if !isFinishing { owner?.received(bytes) }
    }

    final func reportFailure() {
        if let failure { end(failure) }
    }

    final func end(_ end: WireEnd) {
        guard let owner, !isClosed else { return }
        abort()
        owner.ended(end)
    }
}

extension iovec {
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }
}
