import EngineIOCore

@testable import SocketIOCore

/// A server's connection under test.
struct ConnectionHarness {
    var connection: Connection
    var now: Milliseconds = 0

    init(_ configure: (inout ConnectionLimits) -> Void = { _ in }, format: PayloadFormat = .json) {
        var limits = ConnectionLimits()
        limits.connectTimeout = 1000
        limits.attachmentTimeout = 100
        configure(&limits)
        connection = Connection(limits: limits, format: format, now: 0)
    }

    /// A connection whose main namespace is connected, at index 0.
    static func connected(_ configure: (inout ConnectionLimits) -> Void = { _ in }) -> ConnectionHarness {
        var harness = ConnectionHarness(configure)
        _ = harness.hear("0")
        _ = harness.connection.accept(0, sid: "s0")
        return harness
    }

    mutating func hear(_ text: String) -> Connection.Outcome {
        connection.receive(text: Array(text.utf8).span.bytes, now: now)
    }

    mutating func hear(binary bytes: [UInt8]) -> Connection.Outcome {
        connection.receive(binary: bytes.span.bytes, now: now)
    }

    mutating func tick(at time: Milliseconds) -> Connection.Outcome {
        now = time
        return connection.tick(now: time)
    }
}

extension OutgoingPacket {
    /// The packet's text.
    var text: String? { (try? encode(as: .json).text).map { String(decoding: $0, as: UTF8.self) } }
}
