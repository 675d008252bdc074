#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The figures of one run. What was not measured is nil, and left out.
struct BenchResult: Encodable {
    let opened: Int
    let failed: Int
    let messages: Int?
    let seconds: Double?
    let messagesPerSecond: Double?
    let serverSeconds: Double?
    let serverMicrosecondsPerMessage: Double?
    /// In KiB, as the next.
    let memoryBefore: Int?
    let memoryAfter: Int?
    let memoryBytesPerConnection: Double?
    /// Latencies in microseconds.
    let p50: Double?
    let p90: Double?
    let p99: Double?
    let p999: Double?
    let max: Double?

    private enum CodingKeys: String, CodingKey {
        case opened, failed, messages, seconds
        case messagesPerSecond = "per_second"
        case serverSeconds = "server_cpu_seconds"
        case serverMicrosecondsPerMessage = "cpu_us_per_message"
        case memoryBefore = "rss_kib_before"
        case memoryAfter = "rss_kib_after"
        case memoryBytesPerConnection = "rss_bytes_per_connection"
        case p50 = "p50_us"
        case p90 = "p90_us"
        case p99 = "p99_us"
        case p999 = "p999_us"
        case max = "max_us"
    }

    /// - Parameters:
    ///   - stretch: what was measured; nil if the connections were only held, and memory is the figure.
    ///   - memory: the server's resident memory before the first connection and at the end, in KiB.
    init(_ progress: Progress, _ stretch: Stretch?, memory: (before: Int?, after: Int?)) {
        (opened, failed) = (progress.opened, progress.failed)
        (memoryBefore, memoryAfter) = memory
        messages = stretch?.messages
        seconds = stretch?.seconds
        serverSeconds = stretch?.cpuSeconds
        let heard = stretch.flatMap { $0.messages > 0 ? $0 : nil }
        messagesPerSecond = heard.map { Double($0.messages) / $0.seconds }
        serverMicrosecondsPerMessage = heard.flatMap { heard in
            heard.cpuSeconds.map { $0 * 1e6 / Double(heard.messages) }
        }
        p50 = stretch?.latency(50)
        p90 = stretch?.latency(90)
        p99 = stretch?.latency(99)
        p999 = stretch?.latency(99.9)
        max = stretch?.latency(100)
        if stretch == nil, opened > 0, let before = memory.before, let after = memory.after {
            memoryBytesPerConnection = Double(after - before) * 1024 / Double(opened)
        } else {
            memoryBytesPerConnection = nil
        }
    }

    /// All figures on one line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The figures for a person, one a line, with units.
    var table: String {
        let rows: [(String, String?)] = [
            ("messages", messages.map { "\($0.grouped) in \((seconds ?? 0).threeDigits) s" }),
            ("throughput", messagesPerSecond.map { "\(Int($0).grouped) messages per second" }),
            ("latency p50", p50?.asTime),
            ("latency p90", p90?.asTime),
            ("latency p99", p99?.asTime),
            ("latency p99.9", p999?.asTime),
            ("latency max", max?.asTime),
            ("server CPU", serverMicrosecondsPerMessage.map { "\($0.threeDigits) µs per message" }),
            ("server load", serverSeconds.map { "\(($0 / (seconds ?? 1)).threeDigits) processors" }),
            ("server memory", memoryAfter.map { "\((Double($0) / 1024).threeDigits) MiB" }),
            ("per connection", memoryBytesPerConnection.map { "\(Int($0).grouped) bytes more than before" }),
        ]
        let width = rows.map(\.0.count).max() ?? 0
        return rows.reduce(into: "") { text, row in
            guard let value = row.1 else { return }
            text += "  " + row.0 + String(repeating: " ", count: width - row.0.count + 2) + value + "\n"
        }
    }
}
