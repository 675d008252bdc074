/// How the values of a setting are written by people: on the command line, in the environment and in files.
struct ValueFormat<Value: Sendable>: Sendable {
    /// What to write, as the rest of a sentence that begins with "Give".
    let expected: String
    /// Reads a text; nil if it isn't ``expected``.
    let read: @Sendable (String) -> Value?
    /// Writes a value so that it would be read again.
    let write: @Sendable (Value) -> String
    /// All values there are, if they are few.
    var choices: [String] = []

    /// The same, or a word for nothing.
    func optional(_ word: String) -> ValueFormat<Value?> {
        ValueFormat<Value?>(
            expected: "\(expected), or \(word)",
            read: { [read] text in text == word ? .some(nil) : read(text).map(Optional.some) },
            write: { [write] value in value.map(write) ?? word }
        )
    }
}

extension ValueFormat<String> {
    /// Any text but the empty one.
    static func text(_ expected: String) -> Self {
        ValueFormat(expected: expected, read: { $0.isEmpty ? nil : $0 }, write: { $0 })
    }

    /// A page's origin as browsers send it (RFC 6454 §6.2): scheme, host and port, nothing behind.
    static let origin = ValueFormat(
        expected: "an origin such as https://example.org, without a path",
        read: { text in
            let parts = text.split(separator: "://", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            let isPlain = parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
            return isPlain && !parts[1].contains("@") ? text.lowercased() : nil
        },
        write: { $0 }
    )
}

extension ValueFormat<Int> {
    /// A whole number.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        ValueFormat(
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { Int($0).flatMap { range.contains($0) ? $0 : nil } },
            write: { String($0) }
        )
    }

    /// A number of bytes, with or without a unit.
    static func size(_ range: ClosedRange<Int>) -> Self {
        ValueFormat(
            expected:
                "a size such as 64KiB or 1MiB, from \(writeSize(range.lowerBound)) to \(writeSize(range.upperBound))",
            read: { text in
                guard let (number, unit) = split(text), let scale = sizes[unit], let count = Int(number) else {
                    return nil
                }
                let (bytes, overflow) = count.multipliedReportingOverflow(by: scale)
                return !overflow && range.contains(bytes) ? bytes : nil
            },
            write: writeSize
        )
    }
}

extension ValueFormat<Duration> {
    /// A time; a bare number counts seconds.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        ValueFormat(
            expected:
                "a time such as 500ms, 25s or 2m, from \(writeDuration(range.lowerBound)) to \(writeDuration(range.upperBound))",
            read: { text in
                guard let (number, unit) = split(text), let scale = durations[unit], let count = Double(number) else {
                    return nil
                }
                // Beyond this no range goes, and below it nanoseconds fit.
                guard count * scale < 1e9 else { return nil }
                let duration = Duration.nanoseconds(Int64((count * scale * 1e9).rounded()))
                return range.contains(duration) ? duration : nil
            },
            write: writeDuration
        )
    }
}

extension ValueFormat<Bool> {
    /// Yes or no.
    static let yesOrNo = ValueFormat(
        expected: "true or false",
        read: { text in
            switch text.lowercased() {
            case "true", "on", "yes", "1": true
            case "false", "off", "no", "0": false
            default: nil
            }
        },
        write: { String($0) }
    )
}

extension ValueFormat where Value: CaseIterable & RawRepresentable<String> {
    /// One of a few words.
    static var word: Self {
        let words = Value.allCases.map(\.rawValue)
        return ValueFormat(
            expected: "one of \(words.joined(separator: ", "))",
            read: { Value(rawValue: $0.lowercased()) },
            write: { $0.rawValue },
            choices: words
        )
    }
}

private let sizes = [
    "": 1, "b": 1, "kib": 1 << 10, "k": 1 << 10, "mib": 1 << 20, "m": 1 << 20, "gib": 1 << 30, "g": 1 << 30,
]
private let durations = ["": 1.0, "ms": 0.001, "s": 1, "m": 60, "h": 3600]

/// A number, and the unit behind it in small letters.
private func split(_ text: String) -> (number: Substring, unit: String)? {
    let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard !number.isEmpty else { return nil }
    return (number, text[number.endIndex...].drop { $0 == " " }.lowercased())
}

@Sendable private func writeSize(_ bytes: Int) -> String {
    for (unit, scale) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes >= scale && bytes % scale == 0 {
        return "\(bytes / scale)\(unit)"
    }
    return String(bytes)
}

@Sendable private func writeDuration(_ duration: Duration) -> String {
    let milliseconds = duration / Duration.milliseconds(1)
    let seconds = duration.components.seconds
    guard duration == .seconds(seconds) else {
        let whole = Int(milliseconds)
        return Double(whole) == milliseconds ? "\(whole)ms" : "\(milliseconds)ms"
    }
    switch seconds {
    case 0: return "0s"
    case let seconds where seconds % 3600 == 0: return "\(seconds / 3600)h"
    case let seconds where seconds % 60 == 0: return "\(seconds / 60)m"
    default: return "\(seconds)s"
    }
}
