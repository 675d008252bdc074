/// Turns messages into the bytes of a connection, for either role (RFC 6455 §5, §6.1).
///
/// One encoder belongs to one connection. What it writes goes out in the order of the calls.
public struct MessageEncoder {
    private let compression: Deflation?
    /// Only a client masks.
    private let masks: MaskSource?

    /// An encoder at the start of a connection.
    ///
    /// - Parameters:
    ///   - role: which end this is; a client masks each frame with a fresh random key (RFC 6455 §5.3).
    ///   - compression: the agreed permessage-deflate, nil for none.
    ///   - settings: level and threshold of compression.
    public init(role: Role, compression: PerMessageDeflate? = nil, settings: CompressionSettings = .init()) {
        self.init(
            role: role,
            compression: compression,
            settings: settings,
            pool: CompressionPool()
        )
    }

    package init(
        role: Role,
        compression: PerMessageDeflate?,
        settings: CompressionSettings,
        pool: @autoclosure () -> CompressionPool
    ) {
        masks = role == .client ? MaskSource() : nil
        self.compression = compression.map { Deflation($0, role: role, settings: settings, pool: pool()) }
    }

    /// Whether a message of `count` bytes would go out compressed.
    package func compresses(_ count: Int) -> Bool { compression?.wants(count) ?? false }

    /// Writes one message, in one frame or in fragments.
    ///
    /// - Parameters:
    ///   - kind: what the message is (RFC 6455 §5.6).
    ///   - payload: the whole message; valid UTF-8 if `kind` is text.
    ///   - fragmentSize: the most bytes in one frame (RFC 6455 §5.4); nil for a single frame.
    ///   - compress: false sends it as it is even where compression is agreed.
    ///   - output: where the frames are appended.
    public mutating func encode(
        _ kind: MessageKind,
        _ payload: UnsafeRawBufferPointer,
        fragmentSize: Int? = nil,
        compress: Bool = true,
        to output: inout [UInt8]
    ) {
        guard compress, let compression, compression.wants(payload.count) else {
            return fragments(kind, payload, fragmentSize, isCompressed: false, to: &output)
        }
        var deflated = ByteQueue()
        compression.deflate(payload, into: &deflated)
        let bytes = UnsafeRawBufferPointer(deflated.bytes)
        fragments(kind, bytes, fragmentSize, isCompressed: true, to: &output)
    }

    private mutating func fragments(
        _ kind: MessageKind,
        _ payload: UnsafeRawBufferPointer,
        _ fragmentSize: Int?,
        isCompressed: Bool,
        to output: inout [UInt8]
    ) {
        let size = max(fragmentSize ?? payload.count, 1)
        var rest = payload[...]
        var opcode = kind.opcode
        repeat {
            let piece = rest.prefix(size)
            rest = rest.dropFirst(size)
            frame(
                opcode,
                UnsafeRawBufferPointer(rebasing: piece),
                isFinal: rest.isEmpty,
                isCompressed: isCompressed && opcode != .continuation,
                to: &output
            )
            opcode = .continuation
        } while !rest.isEmpty
    }

    /// Writes one frame as it is, for a message that is sent in pieces, and for control frames.
    ///
    /// The caller keeps to the order of fragments (RFC 6455 §5.4) and to 125 bytes in a control frame (§5.5).
    public mutating func frame(
        _ opcode: Opcode,
        _ payload: UnsafeRawBufferPointer,
        isFinal: Bool = true,
        isCompressed: Bool = false,
        to output: inout [UInt8]
    ) {
        let header = FrameHeader(
            opcode: opcode,
            length: payload.count,
            isFinal: isFinal,
            isCompressed: isCompressed,
            mask: masks?.next()
        )
        withUnsafeTemporaryAllocation(byteCount: FrameHeader.maxSize, alignment: 1) { space in
            guard let base = space.baseAddress else { return }
            header.write(to: base)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: space[..<header.size]))
        }
        let start = output.count
        output.append(contentsOf: payload)
        guard let mask = header.mask else { return }
        output.withUnsafeMutableBytes { bytes in
            _ = applyMask(mask, to: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// Writes a close frame (RFC 6455 §5.5.1). A reason too long for 125 bytes is cut.
    public mutating func close(_ code: CloseCode?, reason: String = "", to output: inout [UInt8]) {
        ClosePayload.bytes(code, reason: reason).withUnsafeBytes { frame(.close, $0, to: &output) }
    }
}
