/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func chance(_ one: Int) -> Bool { number(1...one) == 1 }

    mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<number(count)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    mutating func text(_ count: ClosedRange<Int>) -> String {
        let letters: [Character] = ["a", "b", "\"", "\\", "/", "\n", "\u{1}", "é", "中", "😀", " ", "{", "]", ":", ","]
        return String((0..<number(count)).map { _ in letters[number(0...letters.count - 1)] })
    }
}
