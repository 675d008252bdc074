struct KeyedValueContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    private let object: Object
    /// Where the members of a large object are, so that decoding all of them is not quadratic.
    private let positions: [String: Int]?

    init(_ object: Object, codingPath: [any CodingKey]) {
        self.codingPath = codingPath
        self.object = object
        let members = object.members
        positions =
            members.count <= 16
            ? nil
            : Dictionary(zip(members.lazy.map(\.name), members.indices), uniquingKeysWith: { $1 })
    }

    var allKeys: [Key] {
        var seen: Set<String> = []
        return object.members.filter { seen.insert($0.name).inserted }.compactMap { Key(stringValue: $0.name) }
    }

    func contains(_ key: Key) -> Bool { value(of: key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key) == .null }

    func decode<Result: Decodable>(_ type: Result.Type, forKey key: Key) throws -> Result {
        try DecodingNode.decode(type, from: member(key), at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try child(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try child(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try child(AnyKey(stringValue: "super")) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

    private func value(of key: some CodingKey) -> Value? {
        guard let positions else { return object[key.stringValue] }
        return positions[key.stringValue].map { object.members[$0].value }
    }

    private func member(_ key: some CodingKey) throws -> Value {
        guard let value = value(of: key) else {
            let context = DecodingError.Context(codingPath: codingPath, debugDescription: "no such member")
            throw DecodingError.keyNotFound(key, context)
        }
        return value
    }

    private func child(_ key: some CodingKey) throws -> DecodingNode {
        DecodingNode(value: try member(key), codingPath: codingPath + [key])
    }
}

struct UnkeyedValueContainer: UnkeyedDecodingContainer {
    let values: [Value]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(values: [Value], codingPath: [any CodingKey]) {
        self.values = values
        self.codingPath = codingPath
    }

    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    mutating func decodeNil() throws -> Bool {
        let isNil = try current(Value.self) == .null
        if isNil { currentIndex += 1 }
        return isNil
    }

    mutating func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
        let result = try DecodingNode.decode(type, from: current(type), at: path)
        currentIndex += 1
        return result
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next([String: Value].self).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next([Value].self).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next((any Decoder).self) }

    private var path: [any CodingKey] { codingPath + [AnyKey(intValue: currentIndex)] }

    private func current(_ type: any Any.Type) throws -> Value {
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: path, debugDescription: "the array has ended")
            throw DecodingError.valueNotFound(type, context)
        }
        return values[currentIndex]
    }

    private mutating func next(_ type: any Any.Type) throws -> DecodingNode {
        let node = DecodingNode(value: try current(type), codingPath: path)
        currentIndex += 1
        return node
    }
}
