import ArgumentParser

/// `martlet bench idle`.
struct IdleBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle",
        abstract: "Hold connections that do nothing, to see what memory they cost.",
        discussion: """
            Needs --pid. For a server that is fresh: one that has held connections before may keep their memory and use it \
            again. A server that is reached over 127.0.0.1 sees up to 250 source addresses, 127.0.1.1 and on.
            """
    )

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("Connections.", valueName: "COUNT"))
    var connections = 1000

    @Option(help: ArgumentHelp("How long to hold them before memory is read.", valueName: "SECONDS"))
    var duration = 2.0

    func validate() throws {
        try BenchOptions.check(connections: connections)
        guard duration > 0 else { throw ValidationError("--duration must be above 0.") }
        guard options.pid.areKnown else { throw ValidationError("Give the server's process by --pid.") }
    }

    func run() async throws {
        let load = try Load(options)
        let before = try load.serverMemory()
        try await load.open(connections) { LoadClient($0) }
        try await load.pause("holding", for: .seconds(duration))
        let result = BenchResult(load.progress, nil, memory: (before, try load.serverMemory()))
        try load.show(result, "\(connections.grouped) connections, idle for \(duration.threeDigits) s")
    }
}
