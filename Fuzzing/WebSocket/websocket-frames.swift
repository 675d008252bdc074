@testable import WebSocketCore

/// Frames to a decoder of every kind: two bytes choose it, two the reads, the rest is what comes over the wire.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer, _ count: Int) -> CInt {
    guard count >= 4 else { return 0 }
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let choice = input[0]
    var subject = Subject()
    subject.role = choice & 1 == 0 ? .client : .server
    subject.streams = choice & 2 != 0
    if choice & 4 != 0 {
        var agreed = PerMessageDeflate()
        agreed.clientNoContextTakeover = choice & 8 != 0
        agreed.serverNoContextTakeover = choice & 8 != 0
        subject.compression = agreed
    }
    let limit = choice & 16 != 0 ? 100_000 : Int(input[1])
    subject.limits = Limits(maxMessageSize: limit, maxFrameSize: choice & 32 != 0 ? 60 : 1000)
    let reads = [Int(input[2]) + 1, Int(input[3] % 8) + 1]
    if let fault = faultOfDecoding(Array(input[4...]), by: subject, reads: reads) { fatalError(fault) }
    return 0
}
