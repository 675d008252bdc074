/// Packets and values in both formats: the first byte says which the rest is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let fault: String? =
        switch choice % 4 {
        case 0: faultOfText(bytes)
        case 1: faultOfJSONValue(bytes)
        case 2: faultOfMessagePackPacket(bytes)
        default: faultOfMessagePack(bytes)
        }
    if let fault { fatalError(fault) }
    return 0
}
