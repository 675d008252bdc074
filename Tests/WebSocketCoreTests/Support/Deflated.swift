@testable import WebSocketCore

/// A message as DEFLATE data of its own, without the closing `00 00 FF FF` (RFC 7692 §7.2.1).
func deflated(_ bytes: [UInt8], windowBits: Int = 15, level: Int = 6) -> [UInt8] {
    deflated([bytes], windowBits: windowBits, level: level).flatMap { $0 }
}

/// Messages that share one window, as with context takeover.
func deflated(_ messages: [[UInt8]], windowBits: Int = 15, level: Int = 6) -> [[UInt8]] {
    let deflater = Deflater(windowBits: windowBits, level: level, memoryLevel: 8)
    return messages.map { message in
        var output = ByteQueue()
        message.withUnsafeBytes { deflater.deflate($0, into: &output) }
        return Array(output.bytes)
    }
}
