/// Makes values of whatever is `Encodable`: the arguments of typed events.
///
/// `[UInt8]`, and anything else that encodes itself as a list of `UInt8` and is not empty, becomes
/// ``Value/binary(_:)``. A ``Value`` stays as it is. Members keep the order in which a type encodes them.
public struct ValueEncoder: Sendable {
    /// Makes an encoder.
    public init() {}

    /// Encodes one value.
    public func encode(_ value: some Encodable) throws -> Value {
        try EncodingNode.slot(for: value, at: []).value
    }

    /// Encodes arguments, each on its own.
    public func encode<each Argument: Encodable>(arguments: repeat each Argument) throws -> [Value] {
        var values: [Value] = []
        for argument in repeat each arguments { values.append(try encode(argument)) }
        return values
    }
}

/// A value that is being put together, and may still be added to by containers that refer to it.
final class EncodingNode {
    enum Slot {
        case value(Value)
        case node(EncodingNode)

        var value: Value {
            switch self {
            case .value(let value): value
            case .node(let node): node.value
            }
        }
    }

    private enum Content {
        case nothing
        case single(Slot)
        case array([Slot])
        /// A list in which only bytes have come so far.
        case bytes([UInt8])
        case object([(name: String, slot: Slot)])
    }

    private var content = Content.nothing

    static func slot(for value: some Encodable, at path: @autoclosure () -> [any CodingKey]) throws -> Slot {
        if let primitive = value as? any Primitive {
            guard let value = primitive.value else {
                let context = EncodingError.Context(codingPath: path(), debugDescription: "beyond 64 signed bits")
                throw EncodingError.invalidValue(primitive, context)
            }
            return .value(value)
        }
        let node = EncodingNode()
        try value.encode(to: NodeEncoder(node: node, codingPath: path()))
        return .node(node)
    }

    var count: Int {
        switch content {
        case .nothing, .single: 0
        case .array(let slots): slots.count
        case .bytes(let bytes): bytes.count
        case .object(let members): members.count
        }
    }

    /// What it has become; a type that encodes nothing at all is an empty object.
    private var value: Value {
        switch content {
        case .nothing: .object(Object())
        case .single(let slot): slot.value
        case .array(let slots): .array(slots.map(\.value))
        case .bytes(let bytes): .binary(bytes)
        case .object(let members): .object(Object(members.map { Object.Member(name: $0.name, value: $0.slot.value) }))
        }
    }

    func becomeArray() {
        if case .nothing = content { content = .array([]) }
    }

    func becomeObject() {
        if case .nothing = content { content = .object([]) }
    }

    func set(_ slot: Slot) { content = .single(slot) }

    func set(_ slot: Slot, for name: String) {
        guard case .object(var members) = content else { return }
        content = .nothing
        members.append((name, slot))
        content = .object(members)
    }

    func append(_ byte: UInt8) {
        switch content {
        case .array(let slots) where slots.isEmpty: content = .bytes([byte])
        case .bytes(var bytes):
            content = .nothing
            bytes.append(byte)
            content = .bytes(bytes)
        default: append(.value(.int(Int64(byte))))
        }
    }

    func append(_ slot: Slot) {
        var slots: [Slot] =
            switch content {
            case .array(let slots): slots
            case .bytes(let bytes): bytes.map { .value(.int(Int64($0))) }
            case .nothing, .single, .object: []
            }
        content = .nothing
        slots.append(slot)
        content = .array(slots)
    }
}
