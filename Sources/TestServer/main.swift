// A bare server for conformance suites and load generators. `PORT` chooses the port (0 for a free one),
// `THREADS` the number of loops. `TestServer autobahn-client URL` plays the client instead.

import NIOCore
import Transport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

let environment = ProcessInfo.processInfo.environment
let loops = try LoopGroup(count: environment["THREADS"].flatMap { Int($0) } ?? System.coreCount)
let arguments = CommandLine.arguments.dropFirst()

if arguments.first == "autobahn-client", let url = arguments.dropFirst().first {
    try await AutobahnClient(url: url, loops: loops).run()
} else {
    let endpoints = Endpoints(loops)
    let configuration = ListenerConfiguration(
        port: environment["PORT"].flatMap { Int($0) } ?? 9001,
        responder: ListenerConfiguration.responder(endpoints.respond),
        upgrade: endpoints.route
    )
    let listener = try await Listener.start(configuration, loops: loops)
    say("TestServer listening on 127.0.0.1:\(listener.port)")
    while true { try await Task.sleep(for: .seconds(3600)) }
}
