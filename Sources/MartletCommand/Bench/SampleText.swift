/// A text of so many bytes in which every place looks different from its neighbours; the same one for a size always.
func sampleText(_ size: Int) -> [UInt8] {
    (0..<size).map { (place: Int) -> UInt8 in UInt8(0x20 + (7 * place + place / 95) % 95) }
}
