import Testing

@testable import SocketIOCore

/// Typed arguments.
@Suite struct CodingTests {
    struct Message: Codable, Equatable {
        enum Kind: String, Codable { case text, image }
        struct Author: Codable, Equatable {
            var name: String
            var avatar: [UInt8]
        }
        var kind: Kind
        var author: Author
        var text: String?
        var tags: [String]
        var scores: [String: Double]
        var id: UInt64
        var extra: Value
        var at: [[Int8]]
    }

    private let message = Message(
        kind: .image,
        author: .init(name: "ann", avatar: [1, 2]),
        text: nil,
        tags: ["a", "b"],
        scores: ["x": 1.5],
        id: 1 << 40,
        extra: ["z": [1, nil]],
        at: [[-1], []]
    )

    private let value: Value = [
        "kind": "image", "author": ["name": "ann", "avatar": .binary([1, 2])], "tags": ["a", "b"], "scores": ["x": 1.5],
        "id": .int(1 << 40), "extra": ["z": [1, nil]], "at": [[-1], []],
    ]

    @Test func aStructGoesBothWays() throws {
        #expect(try ValueEncoder().encode(message) == value)
        #expect(try ValueDecoder().decode(Message.self, from: value) == message)
    }

    @Test func argumentsGoBothWays() throws {
        let values = try ValueEncoder().encode(arguments: "a", 1, message, Int?.none)
        #expect(values == ["a", 1, value, nil])
        let (text, number, back, none) = try ValueDecoder().decode(
            arguments: values,
            as: String.self,
            Int.self,
            Message.self,
            Int?.self
        )
        #expect(text == "a" && number == 1 && back == message && none == nil)
    }

    @Test func missingArgumentsAreNull() throws {
        let (first, second) = try ValueDecoder().decode(arguments: ["a"], as: String.self, Int?.self)
        #expect(first == "a" && second == nil)
        #expect(throws: DecodingError.self) { try ValueDecoder().decode(arguments: ["a"], as: String.self, Int.self) }
        #expect(try ValueDecoder().decode(arguments: ["a", "more"], as: String.self) == "a")
    }

    @Test func bytesAreBinary() throws {
        let encoder = ValueEncoder()
        #expect(try encoder.encode([UInt8]()) == .binary([]))
        #expect(try encoder.encode([1, 2] as [UInt8]) == .binary([1, 2]))
        #expect(try encoder.encode(ContiguousArray<UInt8>([1, 2])) == .binary([1, 2]))
        #expect(try encoder.encode([1, 2]) == [1, 2])
        let decoder = ValueDecoder()
        #expect(try decoder.decode([UInt8].self, from: .binary([1])) == [1])
        #expect(try decoder.decode([UInt8].self, from: [1, 2]) == [1, 2])
        #expect(try decoder.decode(ContiguousArray<UInt8>.self, from: .binary([1, 2])) == [1, 2])
        #expect(throws: DecodingError.self) { try decoder.decode([UInt8].self, from: [1, 256]) }
    }

    @Test func numbersAreOfOneKind() throws {
        let decoder = ValueDecoder()
        #expect(try decoder.decode(Int.self, from: .double(5)) == 5)
        #expect(try decoder.decode(Double.self, from: 5) == 5)
        #expect(try decoder.decode(Float.self, from: 0.5) == 0.5)
        #expect(throws: DecodingError.self) { try decoder.decode(Int.self, from: 0.5) }
        #expect(throws: DecodingError.self) { try decoder.decode(Int.self, from: .double(.nan)) }
        #expect(throws: DecodingError.self) { try decoder.decode(UInt8.self, from: 256) }
        #expect(throws: DecodingError.self) { try decoder.decode(UInt.self, from: -1) }
        #expect(throws: EncodingError.self) { try ValueEncoder().encode(UInt64.max) }
        #expect(try ValueEncoder().encode(Float(0.5)) == 0.5)
    }

    @Test(arguments: [Value.null, true, 1, 1.5, "a", [], [1, "a"], [:], .binary([1])]) func aValueIsDecodedFromAnything(
        value: Value
    ) throws {
        #expect(try ValueDecoder().decode(Value.self, from: value) == value)
        #expect(try ValueEncoder().encode(value) == value)
        #expect(try ValueDecoder().decode([Value].self, from: [value]) == [value])
    }

    @Test func errorsSayWhere() {
        struct Outer: Decodable { var list: [Message] }
        var broken = value
        if case .object(var object) = broken {
            object["author"] = ["name": 5]
            broken = .object(object)
        }
        do {
            _ = try ValueDecoder().decode(Outer.self, from: ["list": [broken]])
            Issue.record("decoded")
        } catch DecodingError.typeMismatch(_, let context) {
            #expect(context.codingPath.map(\.stringValue) == ["list", "0", "author", "name"])
            #expect(context.debugDescription.contains("5"))
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: [Value.null, "x", 1, [1], [["a": 1]], ["a": "x"]]) func mismatchesAreErrors(value: Value) {
        #expect(throws: DecodingError.self) { try ValueDecoder().decode([String: Int].self, from: value) }
        #expect(throws: DecodingError.self) { try ValueDecoder().decode([Bool].self, from: value) }
        #expect(throws: DecodingError.self) { try ValueDecoder().decode(Message.self, from: value) }
    }

    @Test func manyMembersAreDecoded() throws {
        let many = Object((0..<5000).map { Object.Member(name: "k\($0)", value: .int($0)) })
        let decoded = try ValueDecoder().decode([String: Int].self, from: .object(many))
        #expect(decoded.count == 5000 && decoded["k4999"] == 4999)
    }

    @Test func ofTwoMembersOfOneNameTheLastCounts() throws {
        for filler in [0, 20] {
            var object = Object((0..<filler).map { Object.Member(name: "f\($0)", value: 0) })
            object.members += [.init(name: "a", value: 1), .init(name: "a", value: 2)]
            #expect(try ValueDecoder().decode([String: Int].self, from: .object(object))["a"] == 2)
        }
    }

    /// Inheritance, nested containers and nil in lists: the rest of what `Codable` can do.
    @Test func unusualTypesGoBothWays() throws {
        class Base: Codable {
            var a = 1
        }
        final class Derived: Base {
            var b = [2, nil]
            enum Keys: String, CodingKey { case b, nested, list }
            override init() { super.init() }
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                b = try container.decode([Int?].self, forKey: .b)
                let nested = try container.nestedContainer(keyedBy: Keys.self, forKey: .nested)
                #expect(try nested.decode(Int.self, forKey: .b) == 3)
                var list = try container.nestedUnkeyedContainer(forKey: .list)
                #expect(try list.decodeNil())
                #expect(try list.decode(String.self) == "x")
                #expect(list.isAtEnd)
                #expect(throws: DecodingError.self) { try list.decode(String.self) }
                #expect(throws: DecodingError.self) { try list.decodeNil() }
                try super.init(from: try container.superDecoder())
            }
            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Keys.self)
                try container.encode(b, forKey: .b)
                var nested = container.nestedContainer(keyedBy: Keys.self, forKey: .nested)
                try nested.encode(3, forKey: .b)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encodeNil()
                try list.encode("x")
                try super.encode(to: container.superEncoder())
            }
        }
        let value = try ValueEncoder().encode(Derived())
        #expect(value == ["b": [2, nil], "nested": ["b": 3], "list": [nil, "x"], "super": ["a": 1]])
        #expect(try ValueDecoder().decode(Derived.self, from: value).b == [2, nil])
    }
}
