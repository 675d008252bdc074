/// Turns messages into the bytes of a connection, for either role (RFC 6455 §5, §6.1).
///
/// One encoder belongs to one connection. What it writes goes out in the order of the calls.
public struct MessageEncoder {
    private let role: Role
    private let compression: Deflation?
    private var masks = SystemRandomNumberGenerator()

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
            pool: CompressionPool(settings)
        )
    }

    package init(
        role: Role,
        compression: PerMessageDeflate?,
        settings: CompressionSettings,
        pool: @autoclosure () -> CompressionPool
    ) {
        self.role = role
        self.compression = compression.map { Deflation($0, role: role, settings: settings, pool: pool()) }
    }

    /// Whether a message of `count` bytes would go out compressed.
    package func compresses(_ count: Int) -> Bool { compression?.wants(count) ?? false }

    /// Writes one message, in one frame or in fragments.
    ///
    /// - Parameters:
    ///   - payload: the whole message; valid UTF-8 if `kind` is text.
    ///   - fragmentSize: the most bytes in one frame; nil for a single frame.
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
            mask: role == .client ? masks.next() : nil
        )
        let start = output.count
        let size = header.size + payload.count
        output.reserveCapacity(start + size)
        output.append(contentsOf: repeatElement(0, count: header.size))
        output.append(contentsOf: payload)
        output.withUnsafeMutableBytes { bytes in
            let frame = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            guard let base = frame.baseAddress else { return }
            header.write(to: base)
            guard let mask = header.mask else { return }
            _ = applyMask(mask, to: UnsafeMutableRawBufferPointer(rebasing: frame[header.size...]))
        }
    }

    /// Writes a close frame (RFC 6455 §5.5.1). A reason too long for 125 bytes is cut.
    public mutating func close(_ code: CloseCode?, reason: String = "", to output: inout [UInt8]) {
        ClosePayload.bytes(code, reason: reason).withUnsafeBytes { frame(.close, $0, to: &output) }
    }
}
