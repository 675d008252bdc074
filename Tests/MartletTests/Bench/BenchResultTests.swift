import Testing

@testable import MartletCommand

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Figures of a run")
struct BenchResultTests {
    /// A second with as many messages, the first of a microsecond, the next of two and so on.
    private func stretch(_ messages: Int, processes: String = "") throws -> Stretch {
        let pid = processes.isEmpty ? ServerProcesses() : try ServerProcesses(list: processes)
        let start = try Mark(of: pid)
        var (stretch, meter) = (Stretch(start, try Mark(of: pid)), Meter())
        meter.record(since: 0, now: 1)
        meter.start()
        for number in 1...max(1, messages) where messages > 0 { meter.record(since: 0, now: UInt64(number) * 1000) }
        meter.stop()
        meter.record(since: 0, now: 1)
        stretch.latencies = meter.latencies
        return stretch
    }

    private func keys(_ json: String) throws -> Set<String> {
        Set(try JSONDecoder().decode([String: Double].self, from: Data(json.utf8)).keys)
    }

    @Test("latencies are in microseconds, and only what came while the meter ran counts")
    func latencies() throws {
        let result = BenchResult(Progress(), try stretch(1000), memory: (nil, nil))
        #expect(result.messages == 1000)
        let expected = [
            (result.p50, 500.0), (result.p90, 900), (result.p99, 990), (result.p999, 999), (result.max, 1000),
        ]
        for (figure, value) in expected {
            // The histogram keeps three digits.
            #expect(abs(try #require(figure) - value) <= value / 1000)
        }
    }

    @Test("the JSON names what was measured, and nothing else")
    func json() throws {
        let progress = Progress()
        progress.connectionOpened()
        let timed: Set<String> = [
            "opened", "failed", "messages", "seconds", "per_second", "p50_us", "p90_us", "p99_us", "p999_us", "max_us",
        ]
        let memory: Set<String> = ["rss_kib_before", "rss_kib_after"]
        let bare = BenchResult(progress, try stretch(10), memory: (nil, nil))
        #expect(try keys(bare.json()) == timed)
        let silent = BenchResult(progress, try stretch(0), memory: (nil, nil))
        #expect(try keys(silent.json()) == ["opened", "failed", "messages", "seconds"])
        let idle = BenchResult(progress, nil, memory: (1000, 1002))
        #expect(try keys(idle.json()) == memory.union(["opened", "failed", "rss_bytes_per_connection"]))
        #expect(idle.memoryBytesPerConnection == 2048)
    }

    #if os(Linux)
        @Test("a process that is watched adds its CPU time and memory")
        func watched() throws {
            let me = "\(ProcessInfo.processInfo.processIdentifier)"
            let result = BenchResult(Progress(), try stretch(10, processes: me), memory: (nil, nil))
            #expect(try keys(result.json()).isSuperset(of: ["server_cpu_seconds", "cpu_us_per_message"]))
            let processes = try ServerProcesses(list: "\(me),\(me)")
            #expect(try #require(try processes.cpuSeconds()) > 0)
            #expect(try #require(try processes.residentKiB()) > 1000)
        }
    #endif

    @Test("a number that is no process of ours is named", arguments: ["4194304"])
    func unknownProcess(pid: String) throws {
        let processes = try ServerProcesses(list: pid)
        for call in [{ _ = try processes.cpuSeconds() }, { _ = try processes.residentKiB() }] {
            let error = #expect(throws: BenchError.self, performing: call)
            #expect(error?.description.contains(pid) == true)
        }
    }

    @Test("a list of processes is numbers with commas", arguments: ["", "1,", "a", "-1", "0", "1;2", "4194305"])
    func badList(list: String) {
        #expect(throws: (any Error).self) { try ServerProcesses(list: list) }
    }

    @Test("the table gives units a person reads")
    func table() throws {
        let table = BenchResult(Progress(), try stretch(1000), memory: (nil, 3 * 1024)).table
        for piece in ["1,000 in ", "500 µs", "1.00 ms", "3.00 MiB"] { #expect(table.contains(piece)) }
        #expect(!table.contains("server CPU"))
    }

    @Test("numbers to three digits")
    func readable() {
        let numbers = [
            (0, "0.000"), (0.0456, "0.046"), (1.234, "1.23"), (-45.67, "-45.7"), (123.4, "123"), (98765, "98,765"),
        ]
        for (number, text) in numbers { #expect(number.threeDigits == text) }
        let times = [(0.5, "0.500 µs"), (999, "999 µs"), (1500, "1.50 ms"), (2_500_000, "2.50 s")]
        for (microseconds, text) in times { #expect(microseconds.asTime == text) }
        for (number, text) in [(0, "0"), (999, "999"), (-1000, "-1,000"), (1_234_567, "1,234,567")] {
            #expect(number.grouped == text)
        }
    }

    @Test("loopback servers are reached from several addresses, others from the system's choice")
    func sources() {
        #expect(SourceAddresses(server: "192.0.2.1", connections: 19_000)[5] == nil)
        #expect(SourceAddresses(server: "127.0.0.1", connections: 64)[5] == nil)
        #if os(Linux)
            let many = SourceAddresses(server: "127.0.0.1", connections: 19_000)
            #expect(Set((0..<19_000).map { many[$0] }).count == 19)
            let most = SourceAddresses(server: "127.0.0.1", connections: 10_000_000)
            #expect(Set((0..<1000).map { most[$0] }).count == 250)
            #expect(most[249] == "127.0.1.250")
        #endif
    }

    @Test("a text has its size, and differs everywhere from its neighbours")
    func sample() {
        let text = sampleText(1000)
        #expect(text.count == 1000)
        #expect(text.allSatisfy { (0x20...0x7E).contains($0) })
        for shift in 1..<95 { #expect(!text.dropFirst(shift).elementsEqual(text.dropLast(shift))) }
    }
}
