import ArgumentParser

/// `martlet bench echo`.
struct EchoBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Keep messages in flight to a server that sends each one back."
    )

    @OptionGroup var options: BenchOptions
    @OptionGroup var time: RunTime

    @Option(help: ArgumentHelp("Connections.", valueName: "COUNT"))
    var connections = 64

    @Option(help: ArgumentHelp("Messages in flight on each connection.", valueName: "COUNT"))
    var pipeline = 1

    @Option(help: ArgumentHelp("Size of a message, up to 16 MiB.", valueName: "BYTES"))
    var size = 64

    func validate() throws {
        try BenchOptions.check(connections: connections, size: size)
        guard (1...4096).contains(pipeline) else { throw ValidationError("--pipeline must be from 1 to 4096.") }
    }

    func run() async throws {
        let load = try Load(options, sample: sampleText(size))
        let before = try load.serverMemory()
        try await load.open(connections) { [pipeline] in EchoClient($0, pipeline: pipeline) }
        let stretch = try await load.measure(time) { lane in lane.clients.forEach { $0.begin() } }
        let result = BenchResult(load.progress, stretch, memory: (before, try load.serverMemory()))
        let flight = pipeline == 1 ? "one message" : "\(pipeline.grouped) messages"
        try load.show(result, "\(connections.grouped) connections, \(flight) of \(size.grouped) B in flight on each")
    }
}
