/// A Swift type that is one value as it stands, with no containers in between.
protocol Primitive: Codable {
    /// The value that stands for this; nil if there is none, as for a number beyond 64 signed bits.
    var value: Value? { get }
    /// What a value stands for in this type; nil if it is of another kind or doesn't fit.
    init?(_ value: Value)
}

/// The primitive that a type is, if it is one. The commonest are known by sight, as a cast takes its time.
func primitive(_ type: any Any.Type) -> (any Primitive.Type)? {
    if type == String.self { return String.self }
    if type == Int.self { return Int.self }
    if type == Double.self { return Double.self }
    if type == Bool.self { return Bool.self }
    return type as? any Primitive.Type
}

extension Value: Primitive {
    var value: Value? { self }
    init?(_ value: Value) { self = value }
}

extension Bool: Primitive {
    var value: Value? { .bool(self) }
    init?(_ value: Value) {
        guard case .bool(let bool) = value else { return nil }
        self = bool
    }
}

extension String: Primitive {
    var value: Value? { .string(self) }
    init?(_ value: Value) {
        guard case .string(let text) = value else { return nil }
        self = text
    }
}

/// Bytes are binary. A list of numbers is taken for bytes too, since that is how some clients send them.
extension Array: Primitive where Element == UInt8 {
    var value: Value? { .binary(self) }
    init?(_ value: Value) {
        switch value {
        case .binary(let bytes):
            self = bytes
        case .array(let values):
            let bytes = values.compactMap { UInt8($0) }
            guard bytes.count == values.count else { return nil }
            self = bytes
        default:
            return nil
        }
    }
}

extension BinaryFloatingPoint {
    var value: Value? { .double(Double(self)) }
    init?(_ value: Value) {
        switch value {
        case .int(let number): self.init(number)
        case .double(let number): self.init(number)
        default: return nil
        }
    }
}

extension FixedWidthInteger {
    var value: Value? { Int64(exactly: self).map { .int($0) } }
    init?(_ value: Value) {
        switch value {
        case .int(let number): self.init(exactly: number)
        case .double(let number): self.init(exactly: number)
        default: return nil
        }
    }
}

extension Double: Primitive {}
extension Float: Primitive {}
extension Int: Primitive {}
extension Int8: Primitive {}
extension Int16: Primitive {}
extension Int32: Primitive {}
extension Int64: Primitive {}
extension UInt: Primitive {}
extension UInt8: Primitive {}
extension UInt16: Primitive {}
extension UInt32: Primitive {}
extension UInt64: Primitive {}
