/// Makes whatever is `Decodable` of values: the arguments of typed events.
///
/// Binary is read as `[UInt8]` or as a list of `UInt8`; whole numbers are read from either kind of number, as
/// JavaScript knows but one; ``Value`` is read from anything.
public struct ValueDecoder: Sendable {
    /// Makes a decoder.
    public init() {}

    /// Decodes one value.
    public func decode<Result: Decodable>(_ type: Result.Type, from value: Value) throws -> Result {
        try DecodingNode.decode(type, from: value, at: [])
    }

    /// Decodes arguments. One that is missing is decoded from `null`, which is right for an optional and an error for
    /// others; those that are too many are passed over, as JavaScript does.
    public func decode<each Argument: Decodable>(
        arguments values: [Value],
        as types: repeat (each Argument).Type
    ) throws -> (repeat each Argument) {
        var index = 0
        func next<Result: Decodable>(_ type: Result.Type) throws -> Result {
            defer { index += 1 }
            let value = index < values.count ? values[index] : .null
            return try DecodingNode.decode(type, from: value, at: [AnyKey(intValue: index)])
        }
        return (repeat try next(each types))
    }
}

/// The `Decoder` that types see, and at once the container of a single value.
struct DecodingNode: Decoder, SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decodeNil() -> Bool { value == .null }

    func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
        try Self.decode(type, from: value, at: codingPath)
    }

    /// The path is made only for what needs it: a type with containers, or an error.
    static func decode<Result: Decodable>(
        _ type: Result.Type,
        from value: Value,
        at path: @autoclosure () -> [any CodingKey]
    ) throws -> Result {
        guard let primitive = primitive(type) else {
            return try Result(from: DecodingNode(value: value, codingPath: path()))
        }
        guard let result = primitive.init(value) as? Result else { throw mismatch(type, value, path()) }
        return result
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw Self.mismatch([String: Value].self, value, codingPath) }
        return KeyedDecodingContainer(KeyedValueContainer<Key>(object, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .array(let values):
            return UnkeyedValueContainer(values: values, codingPath: codingPath)
        case .binary(let bytes):
            return UnkeyedValueContainer(values: bytes.map { .int(Int64($0)) }, codingPath: codingPath)
        default:
            throw Self.mismatch([Value].self, value, codingPath)
        }
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private static func mismatch(_ type: any Any.Type, _ value: Value, _ path: [any CodingKey]) -> DecodingError {
        let context = DecodingError.Context(codingPath: path, debugDescription: "found \(value.kind)")
        return value == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

extension Value {
    /// The name of the kind of value, for messages to people.
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int(let number): "the number \(number)"
        case .double(let number): "the number \(number)"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .binary: "binary"
        }
    }
}
