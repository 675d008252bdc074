/// A value as Socket.IO carries it: what JSON can hold, and binary.
public enum Value: Hashable, Sendable {
    /// JSON's `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case int(Int64)
    /// Any other number. What JSON can't write, infinities and NaN, is written as `null`, as JavaScript does.
    case double(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([Value])
    /// Named values, in order.
    case object(Object)
    /// Bytes: an attachment in JSON packets, `bin` in MessagePack.
    case binary([UInt8])
}

extension Value {
    /// The value of this name, if this is an object that has one.
    public subscript(name: String) -> Value? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The value at this index, if this is an array that long.
    public subscript(index: Int) -> Value? {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { nil }
    }

    /// The text, if this is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// `nil` is ``null``.
    public init(nilLiteral: ()) { self = .null }
    /// `true` and `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// An object whose members keep their order.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Object(elements.map { Object.Member(name: $0, value: $1) }))
    }
}
