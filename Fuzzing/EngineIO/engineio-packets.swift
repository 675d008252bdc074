/// Polling payloads, open packets and JSON: the first byte says which the rest is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let fault: String? =
        switch choice % 3 {
        case 0: faultOfPayload(bytes, maxPackets: Int(choice / 3) + 1)
        case 1: faultOfOpenPacket(bytes)
        default: faultOfJSON(bytes)
        }
    if let fault { fatalError(fault) }
    return 0
}
