import ArgumentParser
import Martlet

/// The program `martlet`.
@main
struct MartletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Real-time messages on one port: a server, and the tools around it.",
        version: MartletServer.version,
        subcommands: [ServeCommand.self, ConfigCommand.self, BenchCommand.self]
    )
}
