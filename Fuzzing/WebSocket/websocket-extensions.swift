/// A value of Sec-WebSocket-Extensions.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let input = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    if let fault = faultOfExtensions(input) { fatalError(fault) }
    return 0
}
