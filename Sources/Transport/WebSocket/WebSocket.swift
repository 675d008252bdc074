import CoreMetrics
public import WebSocketCore

/// One WebSocket connection, of either role.
///
/// It lives on one loop. Sending, closing and ``setReading(_:)`` may be asked for on any thread: on the loop they act
/// at once, from elsewhere they are handed over, and calls from one thread keep their order.
public final class WebSocket: @unchecked Sendable {
    /// The loop that this socket lives on.
    public let loop: Loop
    /// Which end of the connection this is.
    public let role: Role
    /// The subprotocol agreed on.
    public let subprotocol: String?
    /// The peer's address as text, without port.
    public let remoteAddress: String

    // Touched on the loop only.
    private let wire: Wire
    private let options: WebSocketOptions
    private var handler: (any WebSocketHandler)?
    private var decoder: MessageDecoder
    private var lifecycle: Lifecycle
    private let deflation: Deflation?
    private var localClose: (CloseCode, String)?
    /// Frames that wait while a message is sent in pieces; nil when none is.
    private var held: [UInt8]?
    var memberships: [Membership] = []
    /// This socket's place in its loop's ``Heartbeat``.
    var heartbeatIndex = 0

    package init(wire: Wire, setup: WebSocketSetup) {
        loop = wire.loop
        role = setup.role
        subprotocol = setup.subprotocol
        remoteAddress = setup.remoteAddress
        self.wire = wire
        options = setup.options
        handler = setup.handler
        let pool = wire.loop.compression
        decoder = MessageDecoder(
            role: setup.role,
            limits: setup.options.limits,
            compression: setup.compression,
            streams: setup.options.streamsMessages,
            pool: pool
        )
        deflation = setup.compression.map {
            Deflation($0, role: setup.role, settings: setup.options.compression, pool: pool)
        }
        lifecycle = Lifecycle(now: wire.loop.now)
    }

    /// How far closing has come. To be asked on the loop.
    public var state: Lifecycle.State { lifecycle.state }

    /// Bytes that wait because the peer takes them slowly, without what was sent in the present pass of the loop.
    /// To be asked on the loop.
    public var backlog: Int { wire.backlogCount }

    /// Begins: `glued` are bytes that came right behind the handshake.
    package func start(glued: [UInt8]) {
        wire.owner = self
        loop.heartbeat.add(self, timing: options.timing)
        TransportMetrics.opened.increment()
        handler?.opened(self)
        guard !glued.isEmpty else { return }
        var glued = glued
        glued.withUnsafeMutableBytes { received($0) }
    }

    /// Holds the peer back, or lets it go on; for a handler that can't keep up.
    public func setReading(_ wanted: Bool) {
        guard loop.isCurrent else { return loop.execute { self.setReading(wanted) } }
        wire.setReading(wanted)
    }
}

// MARK: - Sending

extension WebSocket {
    /// Sends one message. Nothing happens on a socket that is not open.
    ///
    /// - Parameters:
    ///   - kind: for text, `payload` must be valid UTF-8 (RFC 6455 §5.6).
    ///   - payload: the whole message. It goes out in one frame, behind all that was sent before.
    ///   - compress: false sends the message as it is even where compression is agreed (RFC 7692 §6).
    public func send(_ kind: MessageKind, _ payload: RawSpan, compress: Bool = true) {
        payload.withUnsafeBytes { send(kind, $0, compress: compress) }
    }

    /// Sends one message of bytes.
    public func send(_ kind: MessageKind, _ payload: [UInt8], compress: Bool = true) {
        payload.withUnsafeBytes { send(kind, $0, compress: compress) }
    }

    /// Sends one text message.
    public func send(_ text: String, compress: Bool = true) {
        var text = text
        text.withUTF8 { send(.text, UnsafeRawBufferPointer($0), compress: compress) }
    }

    private func send(_ kind: MessageKind, _ payload: UnsafeRawBufferPointer, compress: Bool) {
        guard loop.isCurrent else {
            let copy = Array(payload)
            return loop.execute { self.send(kind, copy, compress: compress) }
        }
        if compress, let deflation, deflation.wants(payload.count) {
            var deflated = ByteQueue()
            deflation.deflate(payload, into: &deflated)
            write(kind.opcode, UnsafeRawBufferPointer(deflated.bytes), isCompressed: true)
        } else {
            write(kind.opcode, payload)
        }
    }

    /// Sends a piece of a message whose size need not be known: the first with its kind, the last marked so
    /// (RFC 6455 §5.4). Other messages that are sent meanwhile wait for the last piece, within
    /// ``WebSocketOptions/maxBacklog``. Pieces are not compressed.
    public func sendFragment(_ kind: MessageKind, _ bytes: [UInt8], isFirst: Bool, isLast: Bool) {
        guard loop.isCurrent else {
            return loop.execute { self.sendFragment(kind, bytes, isFirst: isFirst, isLast: isLast) }
        }
        // A first piece inside a message, or a later one outside, would break the message that is under way.
        guard isFirst == (held == nil) else { return }
        bytes.withUnsafeBytes { write(isFirst ? kind.opcode : .continuation, $0, isFinal: isLast) }
        if isLast, let waiting = held {
            held = nil
            if lifecycle.state == .open { wire.write(waiting) }
        } else if !isLast && isFirst {
            held = []
        }
    }

    /// Keeps a frame back until the message that is being sent in pieces is complete.
    private func hold(_ header: FrameHeader, _ payload: UnsafeRawBufferPointer) {
        hold(loop.outbox.put(header, payload))
    }

    private func hold(_ frame: Range<Int>) {
        loop.outbox.withFrame(frame) { held?.append(contentsOf: $0) }
        guard let count = held?.count, count > options.maxBacklog else { return }
        wire.abort()
        finish(.lost(.slowConsumer))
    }

    /// Sends a ping with up to 125 bytes; more are cut (RFC 6455 §5.5.2).
    public func ping(_ payload: [UInt8] = []) {
        guard loop.isCurrent else { return loop.execute { self.ping(payload) } }
        payload.prefix(125).withUnsafeBytes { write(.ping, $0) }
    }

    /// Closes by the closing handshake (RFC 6455 §7.1.2), behind all that was sent before. Nothing happens on a
    /// socket that is not open.
    ///
    /// - Parameters:
    ///   - code: one that may be sent (RFC 6455 §7.4); any other is replaced by 1000.
    ///   - reason: for a person to read; cut to the 123 bytes that a close frame has room for.
    public func close(_ code: CloseCode = .normal, reason: String = "") {
        guard loop.isCurrent else { return loop.execute { self.close(code, reason: reason) } }
        guard lifecycle.state == .open else { return }
        let code = code.isAllowedOnWire ? code : .normal
        localClose = (code, reason)
        ClosePayload.bytes(code, reason: reason).withUnsafeBytes { write(.close, $0) }
        _ = lifecycle.close(at: loop.now)
    }

    /// Drops the connection without a closing handshake; what waits is lost (RFC 6455 §7.2).
    public func terminate() {
        guard loop.isCurrent else { return loop.execute { self.terminate() } }
        wire.abort()
        finish(.lost(.terminated))
    }

    private func write(
        _ opcode: Opcode,
        _ payload: UnsafeRawBufferPointer,
        isFinal: Bool = true,
        isCompressed: Bool = false
    ) {
        guard lifecycle.state == .open else { return }
        let header = FrameHeader(
            opcode: opcode,
            length: payload.count,
            isFinal: isFinal,
            isCompressed: isCompressed,
            mask: role == .client ? loop.nextMask() : nil
        )
        if held != nil && !opcode.isControl && opcode != .continuation { return hold(header, payload) }
        if payload.count >= Self.directSize, header.mask == nil {
            return withUnsafeTemporaryAllocation(byteCount: FrameHeader.maxSize, alignment: 8) { head in
                guard let base = head.baseAddress else { return }
                header.write(to: base)
                wire.sendNow(UnsafeRawBufferPointer(rebasing: head[..<header.size]), payload)
            }
        }
        loop.outbox.give(loop.outbox.put(header, payload), to: wire)
    }

    /// From here on a payload is sent from where it lies instead of being gathered with others.
    private static let directSize = 16 << 10

    /// Puts a frame that lies in the loop's outbox at the end of what this socket sends.
    func give(_ frame: Range<Int>) {
        guard lifecycle.state == .open else { return }
        if held != nil { return hold(frame) }
        loop.outbox.give(frame, to: wire)
    }

    /// Sends the same messages to many sockets of one loop, each written once. To be called on that loop.
    package static func sendShared(_ messages: [(MessageKind, [UInt8])], to sockets: [WebSocket]) {
        guard let outbox = sockets.first?.loop.outbox else { return }
        for (kind, payload) in messages {
            let frame = payload.withUnsafeBytes {
                outbox.put(FrameHeader(opcode: kind.opcode, length: $0.count), $0)
            }
            for socket in sockets { socket.give(frame) }
        }
    }

    /// Whether a message deflated for many may be sent here too.
    var takesSharedDeflate: Bool { deflation?.takesSharedCopies ?? false }
}

// MARK: - Receiving

extension WebSocket: WireOwner {
    package func received(_ bytes: UnsafeMutableRawBufferPointer) {
        lifecycle.heard(at: loop.now)
        var rest = bytes
        do {
            while let event = try decoder.next(&rest) { handle(event) }
        } catch {
            fail(error)
        }
    }

    private func handle(_ event: MessageDecoder.Event) {
        switch event {
        case .message(let kind, let payload):
            handler?.received(kind, payload.bytes, from: self)
        case .chunk(let kind, let payload, let isLast):
            handler?.receivedChunk(kind, payload.bytes, isLast: isLast, from: self)
        case .ping(let payload):
            write(.pong, payload)
        case .pong(let payload):
            handler?.receivedPong(payload.bytes, from: self)
        case .close(let code, let reason):
            answerClose(code, reason)
        }
    }

    /// RFC 6455 §5.5.1: a close is answered with the same code; then the server ends the stream first (§7.1.1).
    private func answerClose(_ code: CloseCode?, _ reason: String) {
        ClosePayload.bytes(code, reason: "").withUnsafeBytes { write(.close, $0) }
        let ending: WebSocketEnding =
            if let (code, reason) = localClose {
                .byUs(code, reason: reason)
            } else {
                .byPeer(code ?? .noStatus, reason: reason)
            }
        if role == .server { wire.finish() }
        finish(ending)
    }

    private func fail(_ violation: ProtocolViolation) {
        TransportMetrics.violated(violation.rule)
        ClosePayload.bytes(violation.closeCode, reason: violation.reason).withUnsafeBytes { write(.close, $0) }
        wire.finish()
        finish(.violation(violation))
    }

    package func drained() { handler?.drained(self) }

    package func ended(_ end: WireEnd) {
        if end == .slowConsumer { TransportMetrics.slowConsumers.increment() }
        finish(.lost(end == .slowConsumer ? .slowConsumer : .disconnected))
        loop.heartbeat.remove(self)
    }

    /// Tells the application once; the wire may still wait for the peer's end of stream.
    private func finish(_ ending: WebSocketEnding) {
        let wasOpen = lifecycle.state != .closed
        lifecycle.finish(at: loop.now)
        if wire.isClosed { loop.heartbeat.remove(self) }
        guard wasOpen else { return }
        TransportMetrics.closed.increment()
        for membership in memberships { membership.shard.remove(self) }
        memberships = []
        let handler = handler
        self.handler = nil
        handler?.closed(self, ending)
    }

    /// Called by the loop's ``Heartbeat`` now and then.
    func tick(_ now: UInt64) {
        switch lifecycle.tick(now: now, timing: options.timing) {
        case .none: break
        case .ping: write(.ping, UnsafeRawBufferPointer(start: nil, count: 0))
        case .giveUpSilent:
            wire.abort()
            finish(.lost(.pingTimeout))
        case .giveUpClosing:
            wire.abort()
            finish(.lost(.closeTimeout))
        }
    }
}
