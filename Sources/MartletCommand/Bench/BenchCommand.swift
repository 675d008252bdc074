import ArgumentParser

/// `martlet bench`.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a WebSocket server under load.",
        discussion: """
            Puts load on any server that does what the subcommand needs, and prints what the messages cost it: throughput, \
            latency and, for the processes given by --pid, CPU time and memory. CPU time per message is the steadiest \
            figure on a machine that does other things too. For good figures keep the server and the load on processors \
            of their own, as 'taskset' does.
            """,
        subcommands: [EchoBench.self, FanoutBench.self, IdleBench.self, ConnectBench.self]
    )
}
