@testable import SocketIOCore

// What must hold for whatever bytes come: used by the property tests and the fuzz targets. Each function returns
// what is wrong, or nil.

/// A text packet that is understood lies within its bytes and says the same when its parts are written again, raw or
/// decoded.
func faultOfText(_ bytes: [UInt8], limits: ConnectionLimits = ConnectionLimits()) -> String? {
    guard let packet = try? Packet(text: bytes.span.bytes, limits: limits) else { return nil }
    if packet.attachments > limits.maxAttachments { return "\(packet.attachments) attachments" }
    if packet.namespace.count > limits.maxNamespaceBytes { return "a namespace of \(packet.namespace.count) bytes" }
    guard let arguments = packet.arguments else { return faultOfBare(packet, in: bytes) }
    if let fault = faultOfArguments(arguments, in: bytes) { return fault }
    // Text that is not UTF-8 is longer when it has been repaired, and may be too long then.
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    let again = rewritten(packet, arguments, of: bytes)
    guard let repeated = try? Packet(text: again.span.bytes, limits: limits) else {
        return "written, it isn't understood"
    }
    let isSame =
        repeated.kind(in: again) == packet.kind(in: bytes)
        && again[repeated.arguments?.range ?? 0..<0] == bytes[arguments.range]
    guard isSame else { return "\(repeated.kind(in: again)) instead of \(packet.kind(in: bytes))" }
    return faultOfValues(packet, arguments, in: bytes)
}

/// A MessagePack packet that is understood lies within its bytes and says the same when its parts are written again.
func faultOfMessagePackPacket(_ bytes: [UInt8], limits: ConnectionLimits = ConnectionLimits()) -> String? {
    guard let packet = try? Packet(messagePack: bytes.span.bytes, limits: limits) else { return nil }
    guard let arguments = packet.arguments else { return faultOfBare(packet, in: bytes) }
    if let fault = faultOfArguments(arguments, in: bytes) { return fault }
    let again = rewritten(packet, arguments, of: bytes)
    guard let repeated = try? Packet(messagePack: again.span.bytes, limits: limits) else {
        return "written, it isn't understood"
    }
    let isSame =
        repeated.kind(in: again) == packet.kind(in: bytes)
        && again[repeated.arguments?.range ?? 0..<0] == bytes[arguments.range]
    return isSame ? nil : "\(repeated.kind(in: again)) instead of \(packet.kind(in: bytes))"
}

/// A value that is understood is the same when it is written and read again.
func faultOfMessagePack(_ bytes: [UInt8]) -> String? {
    guard let value = try? Value(messagePack: bytes.span.bytes) else { return nil }
    var written: [UInt8] = []
    value.appendMessagePack(to: &written)
    guard let again = try? Value(messagePack: written.span.bytes) else { return "written, it isn't understood" }
    var rewritten: [UInt8] = []
    again.appendMessagePack(to: &rewritten)
    // Compared as bytes, since NaN is not equal to itself.
    return rewritten == written ? nil : "\(again) instead of \(value)"
}

/// The same for JSON.
func faultOfJSONValue(_ bytes: [UInt8]) -> String? {
    guard let value = try? Value(json: bytes.span.bytes) else { return nil }
    var written: [UInt8] = []
    var attachments: [[UInt8]] = []
    guard (try? value.appendJSON(to: &written, attachments: &attachments)) != nil else { return nil }
    guard attachments.isEmpty else { return "attachments from nowhere" }
    guard let again = try? Value(json: written.span.bytes) else { return "written, it isn't understood" }
    return again == value || value.hasInfinity ? nil : "\(again) instead of \(value)"
}

extension Packet {
    var arguments: Arguments? {
        switch content {
        case .event(let event): event.arguments
        case .ack(let ack): ack.arguments
        case .connect, .disconnect, .connectError: nil
        }
    }

    /// All but the arguments, as text to compare.
    fileprivate func kind(in bytes: [UInt8]) -> String {
        let namespace = String(decoding: bytes[namespace], as: UTF8.self)
        return switch content {
        case .event(let event):
            "event \(namespace) \(event.name.text(in: bytes.span.bytes)) \(event.id.map(String.init) ?? "") "
                + "\(event.attachments) \(event.arguments.count)"
        case .ack(let ack): "ack \(namespace) \(ack.id) \(ack.attachments) \(ack.arguments.count)"
        case .connect: "connect \(namespace)"
        case .disconnect: "disconnect \(namespace)"
        case .connectError: "connect error \(namespace)"
        }
    }
}

extension Value {
    fileprivate var hasInfinity: Bool {
        switch self {
        case .double(let number): number.isInfinite
        case .array(let values): values.contains(where: \.hasInfinity)
        case .object(let object): object.members.contains(where: \.value.hasInfinity)
        default: false
        }
    }
}

private func faultOfBare(_ packet: Packet, in bytes: [UInt8]) -> String? {
    let payload: Range<Int>? =
        switch packet.content {
        case .connect(let payload): payload
        case .connectError(let payload): payload
        default: nil
        }
    guard packet.namespace.upperBound <= bytes.count, payload?.upperBound ?? 0 <= bytes.count else {
        return "payload beyond the packet"
    }
    return nil
}

private func faultOfArguments(_ arguments: Arguments, in bytes: [UInt8]) -> String? {
    guard arguments.range.upperBound <= bytes.count else { return "arguments beyond the packet" }
    let ranges = arguments.ranges(in: bytes.span.bytes)
    guard ranges.count == arguments.count else { return "\(ranges.count) slices of \(arguments.count) arguments" }
    let values = arguments.values(in: bytes.span.bytes)
    guard values.count == arguments.count else { return "\(values.count) values of \(arguments.count) arguments" }
    for (range, value) in zip(ranges, values) {
        let slice = bytes.span.bytes.extracting(range)
        let alone =
            arguments.format == .json ? try? Value(json: slice, maxDepth: 64) : try? Value(messagePack: slice)
        guard let alone else { return "the slice \(range) is no value" }
        var (one, other): ([UInt8], [UInt8]) = ([], [])
        alone.appendMessagePack(to: &one)
        value.appendMessagePack(to: &other)
        guard one == other else { return "\(alone) alone, \(value) among others" }
    }
    return nil
}

private func rewritten(_ packet: Packet, _ arguments: Arguments, of bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    let raw = bytes.span.bytes.extracting(arguments.range)
    let namespace = packet.namespace.isEmpty ? "/" : String(decoding: bytes[packet.namespace], as: UTF8.self)
    switch (packet.content, arguments.format) {
    case (.event(let event), .json):
        let name = event.name.text(in: bytes.span.bytes)
        PacketWriter.event(
            name,
            arguments: raw,
            namespace: namespace,
            id: event.id,
            attachments: event.attachments,
            into: &output
        )
    case (.event(let event), .messagePack):
        let name = event.name.text(in: bytes.span.bytes)
        MessagePackPacketWriter.event(
            name,
            arguments: raw,
            count: arguments.count,
            namespace: namespace,
            id: event.id,
            into: &output
        )
    case (.ack(let ack), .json):
        PacketWriter.acknowledgement(
            of: ack.id,
            arguments: raw,
            namespace: namespace,
            attachments: ack.attachments,
            into: &output
        )
    case (.ack(let ack), .messagePack):
        MessagePackPacketWriter.acknowledgement(
            of: ack.id,
            arguments: raw,
            count: arguments.count,
            namespace: namespace,
            into: &output
        )
    default: break
    }
    return output
}

/// With its attachments a packet has exactly as many binary values, and is the same when it is written from values.
private func faultOfValues(_ packet: Packet, _ arguments: Arguments, in bytes: [UInt8]) -> String? {
    let attachments = (0..<packet.attachments).map { [UInt8($0)] }
    let values = arguments.values(in: bytes.span.bytes, attachments: attachments)
    let found = values.reduce(0) { $0 + $1.binaryCount }
    guard found == packet.attachments else { return "\(found) binary values for \(packet.attachments) attachments" }
    var output: [UInt8] = []
    guard let written = try? PacketWriter.acknowledgement(of: 1, arguments: values, into: &output) else { return nil }
    guard written.count == attachments.count else { return "\(written.count) attachments written" }
    var limits = ConnectionLimits()
    limits.maxAttachments = .max
    guard let again = try? Packet(text: output.span.bytes, limits: limits),
        let repeated = again.arguments?.values(in: output.span.bytes, attachments: written)
    else { return "written from values, it isn't understood" }
    return repeated == values || values.contains(where: \.hasInfinity) ? nil : "\(repeated) instead of \(values)"
}
