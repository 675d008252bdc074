/// The extensions that JavaScript writers of MessagePack use: `notepack.io` 2 and 3 above all.
enum MessagePackExtension {
    /// JavaScript's `undefined`, which is `null` here: type 0 with one byte.
    case undefined
    /// A date as 64-bit milliseconds since 1970: type 0 with eight bytes.
    case date
    /// A date as MessagePack's own timestamp: type -1.
    case timestamp
    /// An `ArrayBuffer`: type 0 with any other count of bytes.
    case bytes

    init?(type: Int8, byteCount: Int) {
        switch (type, byteCount) {
        case (0, 1): self = .undefined
        case (0, 8): self = .date
        case (0, _): self = .bytes
        case (-1, 4), (-1, 8), (-1, 12): self = .timestamp
        default: return nil
        }
    }

    /// The value that the content stands for. A date is the text that JSON has for it.
    func value(_ content: UnsafeRawBufferPointer) -> Value {
        switch self {
        case .undefined: .null
        case .bytes: .binary(Array(content))
        case .date: .string(Self.text(milliseconds: Int64(truncatingIfNeeded: Self.integer(content))))
        case .timestamp: .string(Self.text(milliseconds: Self.milliseconds(ofTimestamp: content)))
        }
    }

    private static func milliseconds(ofTimestamp content: UnsafeRawBufferPointer) -> Int64 {
        let (seconds, nanoseconds): (Int64, Int64) =
            switch content.count {
            case 4: (Int64(truncatingIfNeeded: integer(content)), 0)
            case 8:
                (
                    Int64(truncatingIfNeeded: integer(content) & 0x3_FFFF_FFFF),
                    Int64(truncatingIfNeeded: integer(content) >> 34)
                )
            default:
                (
                    Int64(truncatingIfNeeded: integer(UnsafeRawBufferPointer(rebasing: content.dropFirst(4)))),
                    Int64(truncatingIfNeeded: integer(UnsafeRawBufferPointer(rebasing: content.prefix(4))))
                )
            }
        return seconds.multipliedClamped(by: 1000).addedClamped(nanoseconds / 1_000_000)
    }

    private static func integer(_ content: UnsafeRawBufferPointer) -> UInt64 {
        content.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Writes a time as JavaScript's `Date` does in JSON: ISO 8601 in UTC with milliseconds.
    static func text(milliseconds: Int64) -> String {
        // The span of JavaScript's dates; beyond it there is no text for them.
        let span: Int64 = 8_640_000_000_000_000
        let time = max(-span, min(span, milliseconds))
        let (day, millisecond) = time.floorDivided(by: 86_400_000)
        // Days are counted from 1 March of year 0, so that leap days end their years (proleptic Gregorian calendar).
        let (era, dayOfEra) = (day + 719_468).floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let yearText =
            (0...9999).contains(year) ? padded(year, 4) : (year < 0 ? "-" : "+") + padded(abs(year), 6)
        let date = "\(yearText)-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        let hours = "\(padded(millisecond / 3_600_000, 2)):\(padded(millisecond / 60_000 % 60, 2))"
        return "\(date)T\(hours):\(padded(millisecond / 1000 % 60, 2)).\(padded(millisecond % 1000, 3))Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = (self % divisor + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }

    fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? (self < 0 ? .min : .max) : product
    }

    fileprivate func addedClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
