import ArgumentParser
import CoreMetrics
import Logging
import Martlet

/// `martlet serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Start the server.",
        discussion: """
            Prints the server's address when it takes connections. SIGTERM or Ctrl-C ends it in an orderly way, a second \
            one at once.

            Every option can also be set by a variable of the environment, such as MARTLET_PORT=8080, or in the \
            configuration file. 'martlet config' shows what is in force and where each value comes from.
            """
    )

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let loaded = try flags.load()
        let (settings, metrics) = (loaded.settings, MetricsRegistry())
        LoggingSystem.bootstrap { LineLogHandler(label: $0, format: settings.logFormat, level: settings.logLevel) }
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "martlet")
        for warning in loaded.warnings + loaded.risks { logger.warning("\(warning)") }
        OpenFiles.raiseLimit()

        let signals = await StopSignals(reloads: settings.usesTLS)
        let server = try await MartletServer.start(settings, metrics: metrics, logger: logger)
        Greeting(server: server, loaded: loaded).show()
        await signals.first(reload: server.reloadCertificate)
        await server.drain()
    }
}
