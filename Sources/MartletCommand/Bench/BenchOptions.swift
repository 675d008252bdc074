import ArgumentParser
import Transport

/// What every kind of load is told.
struct BenchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server's address, ws://HOST:PORT/PATH.", valueName: "URL"), transform: address)
    var url: WebSocketURL

    @Option(help: ArgumentHelp("The load's own threads.", valueName: "COUNT"))
    var threads = 1

    @Option(
        help: ArgumentHelp("The server's processes, for its CPU time and memory.", valueName: "PID[,PID…]"),
        transform: ServerProcesses.init(list:)
    )
    var pid = ServerProcesses()

    @Flag(help: "Print one line of JSON.")
    var json = false

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads must be at least 1.") }
    }

    private static func address(_ text: String) throws -> WebSocketURL {
        do {
            let url = try WebSocketURL(text)
            guard !url.isSecure else {
                throw ValidationError("The load is put on without TLS: give the server's ws:// address.")
            }
            return url
        } catch is WebSocketURL.ParseError {
            throw ValidationError("'\(text)' is no address such as ws://127.0.0.1:8080/echo.")
        }
    }
}

extension BenchOptions {
    /// Refuses what no run can be made of.
    static func check(connections: Int, size: Int = 0) throws {
        guard connections >= 1 else { throw ValidationError("--connections must be at least 1.") }
        guard (0...16 << 20).contains(size) else { throw ValidationError("--size must be from 0 to 16777216.") }
    }
}

/// The time that a run takes.
struct RunTime: ParsableArguments {
    @Option(help: ArgumentHelp("How long to measure.", valueName: "SECONDS"))
    var duration = 5.0

    @Option(help: ArgumentHelp("How long to put the load on before measuring.", valueName: "SECONDS"))
    var warmup = 1.0

    func validate() throws {
        guard duration > 0 else { throw ValidationError("--duration must be above 0.") }
        guard warmup >= 0 else { throw ValidationError("--warmup must not be below 0.") }
    }
}
