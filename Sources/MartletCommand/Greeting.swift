import Martlet

/// What `martlet serve` says when it takes connections: one line for programs, and more for a person who watches.
struct Greeting {
    let server: MartletServer
    let loaded: LoadedSettings

    func show() {
        StandardStream.output.write("martlet listening on \(server.url)\n")
        guard StandardStream.output.isTerminal else { return }
        StandardStream.output.write(
            """

              Open      \(server.url)/
              Data      \(loaded.settings.data)
              Settings  \(loaded.file ?? "defaults, flags and environment; see martlet config")
              Stop      Ctrl-C


            """
        )
    }
}
