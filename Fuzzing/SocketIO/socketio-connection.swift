/// A script of messages, times and decisions for a server's connection.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let script = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    if let fault = ConnectionWatch.fault(of: script) { fatalError(fault) }
    return 0
}
