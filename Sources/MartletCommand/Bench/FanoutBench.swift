import ArgumentParser

/// `martlet bench fanout`.
struct FanoutBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanout",
        abstract: "Send messages to a server that passes each one to everybody there, the sender too.",
        discussion: """
            One sender more than the receivers asked for sends so many messages, and the next round when all of them, and \
            itself, have them all. Every delivery counts as a message.
            """
    )

    @OptionGroup var options: BenchOptions
    @OptionGroup var time: RunTime

    @Option(help: ArgumentHelp("Receivers.", valueName: "COUNT"))
    var connections = 1000

    @Option(help: ArgumentHelp("Messages in a round.", valueName: "COUNT"))
    var window = 1

    @Option(
        help: ArgumentHelp("End after so many messages sent, if that is before the --duration.", valueName: "COUNT")
    )
    var messages: Int?

    @Option(help: ArgumentHelp("Size of a message, up to 16 MiB.", valueName: "BYTES"))
    var size = 64

    func validate() throws {
        try BenchOptions.check(connections: connections, size: size)
        guard (1...65_536).contains(window) else { throw ValidationError("--window must be from 1 to 65536.") }
        guard messages ?? 1 >= 1 else { throw ValidationError("--messages must be at least 1.") }
    }

    func run() async throws {
        let load = try Load(options, sample: sampleText(size))
        let rounds = Rounds(load, window: window, time: time, messages: messages, processes: options.pid)
        let before = try load.serverMemory()
        try await load.open(connections + 1) { FanoutClient($0, rounds.share(of: $0)) }
        let stretch = try await rounds.play()
        let result = BenchResult(load.progress, stretch, memory: (before, try load.serverMemory()))
        let round = window == 1 ? "one message" : "\(window.grouped) messages"
        try load.show(result, "\(connections.grouped) receivers, \(round) of \(size.grouped) B in a round")
    }
}
