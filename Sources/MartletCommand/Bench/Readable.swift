extension Int {
    /// With a comma between thousands.
    var grouped: String {
        var text = ""
        for (place, digit) in String(magnitude).reversed().enumerated() {
            if place > 0 && place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}

extension Double {
    /// To three digits where it has a fraction worth reading: 0.123, 1.23, 12.3, 1,234.
    var threeDigits: String {
        let places = magnitude < 1 ? 3 : magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((magnitude * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        return (self < 0 ? "-" : "") + (scaled / scale).grouped
            + (places > 0 ? "." + String(repeating: "0", count: places - fraction.count) + fraction : "")
    }

    /// Microseconds in the unit that suits them.
    var asTime: String {
        switch self {
        case ..<1000: "\(threeDigits) µs"
        case ..<1_000_000: "\((self / 1000).threeDigits) ms"
        default: "\((self / 1_000_000).threeDigits) s"
        }
    }
}
