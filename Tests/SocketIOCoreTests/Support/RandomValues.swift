@testable import SocketIOCore

extension SeededGenerator {
    /// Any value that survives a journey through JSON.
    mutating func value(depth: Int = 4) -> Value {
        switch number(0...(depth > 0 ? 8 : 5)) {
        case 0: .null
        case 1: .bool(chance(2))
        case 2: .int(Int64(bitPattern: next()) >> Int64(number(0...63)))
        case 3: .double(double())
        case 4: .string(text(0...12))
        case 5: .binary(bytes(0...12))
        case 6: .array((0..<number(0...4)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth))
        }
    }

    mutating func object(depth: Int = 4) -> Object {
        Object((0..<number(0...4)).map { _ in Object.Member(name: text(0...6), value: value(depth: depth - 1)) })
    }

    mutating func values(_ count: ClosedRange<Int>) -> [Value] { (0..<number(count)).map { _ in value() } }

    private mutating func double() -> Double {
        let number = Double(bitPattern: next())
        return number.isFinite ? number : -0.5
    }

    /// A packet that either side may send.
    mutating func packet(namespaces: [String] = ["/", "/admin"]) -> OutgoingPacket {
        let id: UInt64? = chance(2) ? next() >> UInt64(number(0...63)) : nil
        let content: OutgoingPacket.Content =
            switch number(0...5) {
            case 0: .connect(chance(2) ? nil : plain(object()))
            case 1: .disconnect
            case 2: .connectError(plain(object()))
            case 3: .ack(id ?? 0, values(0...4))
            default: .event("e" + text(0...8), values(0...4), id: id)
            }
        return OutgoingPacket(namespace: namespaces[number(0...namespaces.count - 1)], content)
    }

    /// Without binary, which has no place in the payloads of some packets.
    private func plain(_ object: Object) -> Object {
        Object(object.members.filter { $0.value.binaryCount == 0 })
    }
}
