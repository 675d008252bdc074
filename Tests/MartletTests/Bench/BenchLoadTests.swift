import ArgumentParser
import Testing
import Transport

@testable import MartletCommand

/// The loads against a server in this process.
@Suite("Load", .timeLimit(.minutes(2)))
struct BenchLoadTests {
    private func options(_ url: String, threads: Int = 1) throws -> BenchOptions {
        try BenchOptions.parse(["--url", url, "--threads", "\(threads)"])
    }

    private func time(_ duration: Double) throws -> RunTime {
        try RunTime.parse(["--duration", "\(duration)", "--warmup", "0.05"])
    }

    /// Three connections with messages to and fro, until some hundred are back and some time is measured.
    private func echo(_ url: String, size: Int = 64, pipeline: Int = 1, threads: Int = 1) async throws -> Stretch {
        let load = try Load(try options(url, threads: threads), sample: sampleText(size))
        try await load.open(3) { EchoClient($0, pipeline: pipeline) }
        let stretch = try await load.measure(try time(0.2)) { lane in lane.clients.forEach { $0.begin() } }
        try await load.watch("waiting") { load.progress.heard >= 100 }
        #expect(stretch.messages <= load.progress.heard)
        return stretch
    }

    @Test("messages come back and are timed", arguments: [(0, 1), (64, 1), (64, 16), (300_000, 4)], [1, 2])
    func echo(_ message: (size: Int, pipeline: Int), threads: Int) async throws {
        try await BenchTarget.use { target in
            let (size, pipeline) = message
            let url = target.address + "/echo"
            let stretch = try await echo(url, size: size, pipeline: pipeline, threads: threads)
            #expect(stretch.seconds >= 0.2)
            if let median = stretch.latency(50), let worst = stretch.latency(100) {
                #expect(median > 1 && median <= worst && worst < 60e6)
            }
        }
    }

    @Test("every delivery of every round counts", arguments: [1, 2], [1, 5])
    func fanout(threads: Int, window: Int) async throws {
        try await BenchTarget.use { target in
            let options = try options(target.address + "/room", threads: threads)
            let load = try Load(options, sample: sampleText(64))
            let rounds = Rounds(load, window: window, time: try time(60), messages: 100, processes: options.pid)
            try await load.open(8) { FanoutClient($0, rounds.share(of: $0)) }
            #expect(try await rounds.play().messages == 800)
        }
    }

    @Test("fewer connections than threads leave some threads without")
    func idleThread() async throws {
        try await BenchTarget.use { target in
            let options = try options(target.address + "/room", threads: 3)
            let load = try Load(options, sample: sampleText(64))
            let rounds = Rounds(load, window: 1, time: try time(60), messages: 10, processes: options.pid)
            try await load.open(2) { FanoutClient($0, rounds.share(of: $0)) }
            #expect(try await rounds.play().messages == 20)
        }
    }

    @Test("many connections are opened, more than may be underway at a time")
    func open() async throws {
        try await BenchTarget.use { target in
            let load = try Load(try options(target.address + "/mute", threads: 2))
            try await load.open(1200) { LoadClient($0) }
            #expect(load.progress.opened == 1200)
            #expect(load.progress.failed == 0)
        }
    }

    @Test("a server that sends what others sent is no echo")
    func otherPeople() async throws {
        try await BenchTarget.use { target in
            let error = await #expect(throws: BenchError.self) { _ = try await echo(target.address + "/room") }
            #expect(error?.description.contains("something else") == true)
        }
    }

    @Test("a connection that the server closes ends the run")
    func lost() async throws {
        try await BenchTarget.use { target in
            let error = await #expect(throws: BenchError.self) { _ = try await echo(target.address + "/bye") }
            #expect(error?.description.contains("close code 1013") == true)
        }
    }

    @Test("a refusal tells its status and its path")
    func refused() async throws {
        try await BenchTarget.use { target in
            let error = await #expect(throws: BenchError.self) { _ = try await echo(target.address + "/none") }
            let text = try #require(error).description
            #expect(text.contains("\(target.address)/none") && text.contains("404"))
        }
    }

    @Test("a server that is gone is told from one that refuses")
    func unreachable() async throws {
        var address = ""
        try await BenchTarget.use { address = $0.address }
        let error = await #expect(throws: BenchError.self) { _ = try await echo(address) }
        #expect(error?.description.contains("Is the server running on that port?") == true)
    }
}
