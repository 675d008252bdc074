/// The head of a response to a client; the first byte chooses the reads.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    guard count >= 1 else { return 0 }
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    if let fault = faultOfResponse(Array(input[1...]), reads: [Int(input[0]) + 1, 1]) { fatalError(fault) }
    return 0
}
