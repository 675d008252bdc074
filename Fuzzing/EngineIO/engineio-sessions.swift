import EngineIOCore

/// Sessions: the first byte says whether the rest is a script for a server's, for a client's, or for the network
/// between the two.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let script = Array(input.dropFirst().prefix(400))
    let fault: String? =
        switch choice % 5 {
        case 0: ServerWatch.fault(of: script)
        case 1: ClientWatch.fault(of: script)
        case 2: Wire.run(script, transports: [.polling, .websocket]).fault
        case 3: Wire.run(script, transports: [.polling]).fault
        default: Wire.run(script, transports: [.websocket]).fault
        }
    if let fault { fatalError(fault) }
    return 0
}
