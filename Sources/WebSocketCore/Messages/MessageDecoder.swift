/// Turns the bytes of a connection into messages, for either role (RFC 6455 §5, §6.2, RFC 7692 §6).
///
/// Feed each read to ``next(_:)`` until it returns nil. A message that lies whole in the read is unmasked in
/// place and handed out without a copy. How the bytes are split over reads makes no difference to the messages.
///
/// ```swift
/// var decoder = MessageDecoder(role: .server)
/// while let event = try decoder.next(&bytes) { … }
/// ```
public struct MessageDecoder: ~Copyable {
    /// What came in. The bytes of an event are valid until the next call of ``next(_:)``.
    public enum Event {
        /// A whole message.
        case message(MessageKind, UnsafeRawBufferPointer)
        /// A piece of a message, in streaming mode. The last piece may be empty.
        case chunk(MessageKind, UnsafeRawBufferPointer, isLast: Bool)
        /// To be answered by a pong with the same bytes (RFC 6455 §5.5.2).
        case ping(UnsafeRawBufferPointer)
        /// An answer to a ping, or a heartbeat.
        case pong(UnsafeRawBufferPointer)
        /// The peer closes; it sends nothing more. The code is nil if it gave none (RFC 6455 §5.5.1).
        case close(CloseCode?, reason: String)
    }

    /// Whether messages come as ``Event/chunk(_:_:isLast:)`` as soon as their bytes do, without being
    /// collected. May be changed between messages.
    public var streams: Bool

    private let role: Role
    private let limits: Limits
    private var stage = Stage.header
    private var frame = FrameHeader(opcode: .text, length: 0)
    /// Payload bytes of the frame that are still to come.
    private var remaining = 0
    /// A header, or the payload of a control frame, that is split over reads.
    private var partial = ByteQueue()
    private var message: MessageInProgress?
    /// What is there of the message in progress; control frames may come in the middle of it.
    private var assembly = ByteQueue()
    /// The last event lies there, and is to be dropped at the next call.
    private var partialHandedOut = false
    private var assemblyHandedOut = false
    private var inflation: Inflation?

    private enum Stage { case header, payload, closed }

    private struct MessageInProgress {
        var kind: MessageKind
        var isCompressed: Bool
        var text = UTF8Validator()
        /// Bytes and charges so far, against the limit.
        var charged = 0
    }

    /// A decoder at the start of a connection.
    ///
    /// - Parameters:
    ///   - role: which end this is.
    ///   - limits: what the peer may ask of it.
    ///   - compression: the agreed permessage-deflate, nil for none.
    ///   - streams: whether messages come in pieces.
    public init(
        role: Role,
        limits: Limits = Limits(),
        compression: PerMessageDeflate? = nil,
        streams: Bool = false
    ) {
        self.init(role: role, limits: limits, compression: compression, streams: streams, pool: CompressionPool())
    }

    package init(
        role: Role,
        limits: Limits,
        compression: PerMessageDeflate?,
        streams: Bool,
        pool: @autoclosure () -> CompressionPool
    ) {
        self.role = role
        self.limits = limits
        self.streams = streams
        inflation = compression.map { Inflation($0, role: role, pool: pool()) }
    }

    /// Takes bytes from the front of `input` until an event is complete.
    ///
    /// - Parameter input: the bytes read and not yet taken. They are overwritten.
    /// - Returns: the next event, or nil when all of `input` is taken. After a close it takes and drops the rest.
    /// - Throws: what the peer did wrong. Nothing more may be fed after that.
    public mutating func next(_ input: inout UnsafeMutableRawBufferPointer) throws(ProtocolViolation) -> Event? {
        forgetHandedOut()
        while true {
            switch stage {
            case .closed:
                input = UnsafeMutableRawBufferPointer(rebasing: input[input.count...])
                return nil
            case .header:
                guard try readHeader(&input) else { return nil }
            case .payload:
                let piece = takePayload(&input)
                if piece.isEmpty && remaining > 0 { return nil }
                if let event = try accept(piece) { return event }
            }
        }
    }

    @inline(__always)
    private mutating func forgetHandedOut() {
        if assemblyHandedOut {
            assembly.removeAll()
            assemblyHandedOut = false
        }
        if partialHandedOut {
            partial.removeAll()
            partialHandedOut = false
        }
    }

    @inline(__always)
    private mutating func readHeader(_ input: inout UnsafeMutableRawBufferPointer) throws(ProtocolViolation) -> Bool {
        guard !input.isEmpty else { return false }
        guard partial.isEmpty, let (parsed, size) = try FrameHeader.parse(UnsafeRawBufferPointer(input)) else {
            return try collectHeader(&input)
        }
        input = UnsafeMutableRawBufferPointer(rebasing: input[size...])
        try begin(parsed)
        return true
    }

    /// A header split over reads: collected byte by byte, which is rare and short.
    private mutating func collectHeader(
        _ input: inout UnsafeMutableRawBufferPointer
    ) throws(ProtocolViolation) -> Bool {
        while !input.isEmpty {
            partial.append(UnsafeRawBufferPointer(rebasing: input[..<1]))
            input = UnsafeMutableRawBufferPointer(rebasing: input[1...])
            guard let (parsed, _) = try FrameHeader.parse(UnsafeRawBufferPointer(partial.bytes)) else { continue }
            partial.removeAll()
            try begin(parsed)
            return true
        }
        return false
    }

    /// Checks a header against the state of the message.
    @inline(__always)
    private mutating func begin(_ frame: FrameHeader) throws(ProtocolViolation) {
        guard (frame.mask != nil) == (role == .server) else {
            throw ProtocolViolation(role == .server ? .unmaskedFrame : .maskedFrame)
        }
        guard frame.length <= limits.maxFrameSize || frame.opcode.isControl else {
            throw ProtocolViolation(.frameTooLarge)
        }
        // RFC 7692 §6: only the first frame of a message bears the bit.
        let mayCompress = inflation != nil && !frame.opcode.isControl && frame.opcode != .continuation
        guard !frame.isCompressed || mayCompress else { throw ProtocolViolation(.reservedBits) }
        switch frame.opcode {
        case .text, .binary:
            guard message == nil else { throw ProtocolViolation(.interruptedMessage) }
            message = MessageInProgress(
                kind: frame.opcode == .text ? .text : .binary,
                isCompressed: frame.isCompressed
            )
        case .continuation:
            guard message != nil else { throw ProtocolViolation(.unexpectedContinuation) }
            message?.charged += limits.fragmentCharge
        case .close, .ping, .pong:
            break
        }
        if !frame.opcode.isControl, let message {
            let announced = message.isCompressed ? 0 : frame.length
            guard announced <= limits.maxMessageSize - message.charged else {
                throw ProtocolViolation(.messageTooLarge)
            }
        }
        self.frame = frame
        remaining = frame.length
        stage = .payload
    }

    /// Takes and unmasks what is there of the frame's payload.
    @inline(__always)
    private mutating func takePayload(_ input: inout UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        var count = min(remaining, input.count)
        // DEFLATE makes up to 1,032 bytes of one: a chunk stays below 2.2 MB however much was read at once.
        if streams, message?.isCompressed == true { count = min(count, 2048) }
        let piece = UnsafeMutableRawBufferPointer(rebasing: input[..<count])
        input = UnsafeMutableRawBufferPointer(rebasing: input[count...])
        remaining -= count
        if let mask = frame.mask { frame.mask = applyMask(mask, to: piece) }
        return piece
    }

    @inline(__always)
    private mutating func accept(_ piece: UnsafeMutableRawBufferPointer) throws(ProtocolViolation) -> Event? {
        let frameEnds = remaining == 0
        if frameEnds { stage = .header }
        guard !frame.opcode.isControl, var current = message else {
            return try acceptControl(UnsafeRawBufferPointer(piece), isLast: frameEnds)
        }
        let ends = frameEnds && frame.isFinal
        let held = assembly.count
        let fresh: UnsafeRawBufferPointer
        let payload: UnsafeRawBufferPointer
        var failure: ProtocolViolation?
        if current.isCompressed {
            failure = inflate(piece, ends: ends, limit: limits.maxMessageSize - (current.charged - held))
            payload = UnsafeRawBufferPointer(assembly.bytes)
            fresh = UnsafeRawBufferPointer(rebasing: payload[held...])
        } else {
            fresh = UnsafeRawBufferPointer(piece)
            // The one path that matters for speed: a message whole in this read stays where it is.
            let staysInPlace = streams || (ends && held == 0)
            if !staysInPlace { assembly.append(fresh) }
            payload = staysInPlace ? fresh : UnsafeRawBufferPointer(assembly.bytes)
        }
        current.charged += fresh.count
        if current.kind == .text {
            guard current.text.accept(fresh), !ends || failure != nil || current.text.isComplete else {
                throw ProtocolViolation(.invalidUTF8)
            }
        }
        if let failure { throw failure }
        message = ends ? nil : current
        guard ends || (streams && !payload.isEmpty) else { return nil }
        assemblyHandedOut = true
        return streams ? .chunk(current.kind, payload, isLast: ends) : .message(current.kind, payload)
    }

    /// The fault is returned, not thrown: bad text that was inflated before it is the first thing wrong.
    private mutating func inflate(_ piece: UnsafeMutableRawBufferPointer, ends: Bool, limit: Int) -> ProtocolViolation?
    {
        do {
            try inflation?.inflate(piece, ends: ends, into: &assembly, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    private mutating func acceptControl(
        _ piece: UnsafeRawBufferPointer,
        isLast: Bool
    ) throws(ProtocolViolation) -> Event? {
        if isLast && partial.isEmpty { return try controlEvent(piece) }
        partial.append(piece)
        guard isLast else { return nil }
        partialHandedOut = true
        return try controlEvent(UnsafeRawBufferPointer(partial.bytes))
    }

    private mutating func controlEvent(_ payload: UnsafeRawBufferPointer) throws(ProtocolViolation) -> Event {
        switch frame.opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default:
            stage = .closed
            return try ClosePayload.parse(payload)
        }
    }
}
