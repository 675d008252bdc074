@testable import WebSocketCore

/// DEFLATE data: two bytes choose the window, the limit and the pieces, the rest is inflated; and deflated.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    guard count >= 2 else { return 0 }
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let fault = faultOfInflating(
        Array(input[2...]),
        windowBits: 9 + Int(input[0] % 7),
        limit: 1 << Int(input[0] >> 4),
        pieces: [Int(input[1] & 15) + 1, Int(input[1] >> 4) + 1]
    )
    if let fault { fatalError(fault) }
    return 0
}
