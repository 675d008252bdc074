internal import EngineIOCore

/// Checks that each attachment has exactly one placeholder in a payload, before any of them has come.
struct Placeholders {
    /// An object that is open at some point of the walk.
    private struct Container {
        var isPlaceholder = false
        var number: Int?
    }

    private let bytes: UnsafeRawBufferPointer
    private var containers: [Container] = []
    private var isUsed: [Bool]

    /// - Parameter range: JSON values with commas between them, known to be valid.
    static func check(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>, attachments: Int) throws(PacketError) {
        var placeholders = Placeholders(bytes: bytes, isUsed: Array(repeating: false, count: attachments))
        var position = range.lowerBound
        while position < range.upperBound { position = try placeholders.step(at: position) }
        guard placeholders.isUsed.allSatisfy(\.self) else { throw .missingPlaceholder }
    }

    private init(bytes: UnsafeRawBufferPointer, isUsed: [Bool]) {
        self.bytes = bytes
        self.isUsed = isUsed
    }

    /// Takes one token or byte in, and returns the offset of the next.
    private mutating func step(at position: Int) throws(PacketError) -> Int {
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            containers.append(Container())
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            if let container = containers.popLast(), container.isPlaceholder { try use(container.number) }
        case UInt8(ascii: "\""):
            let end = (try? JSONScanner.string(in: bytes, at: position)) ?? bytes.count
            let colon = JSONScanner.whitespace(in: bytes, at: end)
            // In valid JSON a string before a colon is a name.
            guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return end }
            let value = JSONScanner.whitespace(in: bytes, at: colon + 1)
            noteMember(UnsafeRawBufferPointer(rebasing: bytes[position + 1..<end - 1]), valueAt: value)
            return value
        default: break
        }
        return position + 1
    }

    private mutating func noteMember(_ name: UnsafeRawBufferPointer, valueAt position: Int) {
        guard
            name.contains(UInt8(ascii: "\\")) || name.elementsEqual(Placeholder.mark.utf8)
                || name.elementsEqual(Placeholder.number.utf8)
        else { return }
        switch JSONString.text(of: name) {
        case Placeholder.mark:
            containers[containers.count - 1].isPlaceholder = bytes[position] == UInt8(ascii: "t")
        case Placeholder.number:
            containers[containers.count - 1].number = index(at: position)
        default: break
        }
    }

    /// The whole number that begins here, if one does.
    private func index(at position: Int) -> Int? {
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position],
            let end = try? JSONScanner.number(in: bytes, at: position)
        else { return nil }
        return Int(String(decoding: bytes[position..<end], as: UTF8.self))
    }

    private mutating func use(_ number: Int?) throws(PacketError) {
        guard let number, number >= 0 else { throw .invalidPlaceholder }
        guard number < isUsed.count else { throw .placeholderOutOfRange }
        guard !isUsed[number] else { throw .repeatedPlaceholder }
        isUsed[number] = true
    }
}
