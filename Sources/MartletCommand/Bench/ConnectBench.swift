import ArgumentParser
import Transport

/// `martlet bench connect`.
struct ConnectBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Connect, do the handshake and drop the connection, over and over.",
        discussion: """
            Every handshake counts as a message; its latency is the time from the first packet to the server's answer. \
            Connections are reset, so that none of them waits in the system's tables.
            """
    )

    @OptionGroup var options: BenchOptions
    @OptionGroup var time: RunTime

    @Option(help: ArgumentHelp("Connections underway at a time.", valueName: "COUNT"))
    var connections = 64

    func validate() throws {
        try BenchOptions.check(connections: connections)
    }

    func run() async throws {
        let load = try Load(options, resets: true)
        let before = try load.serverMemory()
        try await load.open(1) { LoadClient($0) }
        let (sources, count) = (SourceAddresses(server: load.dialer.address, connections: 50_000), connections)
        let stretch = try await load.measure(time) { [dialer = load.dialer, lanes = load.lanes.count] lane in
            for number in stride(from: lane.loop.index, to: count, by: lanes) {
                Knocker(lane, dialer, sources, number: number, step: count).knock()
            }
        }
        let result = BenchResult(load.progress, stretch, memory: (before, try load.serverMemory()))
        try load.show(result, "handshakes, \(connections.grouped) at a time")
    }
}
