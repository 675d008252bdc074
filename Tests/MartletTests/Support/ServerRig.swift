import Logging
import NIOCore
import NIOPosix
import Testing
import Transport
import WebSocketCore

@testable import Martlet

/// A whole server on a free port, drained behind the test.
struct ServerRig {
    let server: MartletServer
    let metrics: MetricsRegistry
    private let folder: TemporaryFolder

    /// Starts a server with these flags and runs `body`.
    static func use(_ flags: [String: [String]] = [:], _ body: (ServerRig) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let settings = try settings(flags, data: folder.path)
        let metrics = MetricsRegistry()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await MartletServer.start(settings, metrics: metrics, logger: logger)
        do {
            try await body(ServerRig(server: server, metrics: metrics, folder: folder))
        } catch {
            await server.drain()
            throw error
        }
        await server.drain()
    }

    static func settings(_ flags: [String: [String]], data: String) throws -> Settings {
        let usual = ["port": ["0"], "data": [data], "threads": ["1"], "drain-time": ["0"]]
        return try LoadedSettings(flags: usual.merging(flags) { $1 }).settings
    }

    /// Asks for a path on a connection of its own, and reads until the server ends it.
    ///
    /// - Parameter tail: bytes behind the request's head.
    func ask(
        _ path: String,
        method: String = "GET",
        _ fields: [String: String] = [:],
        tail: [UInt8] = []
    ) async throws -> Answer {
        let extra = fields.map { "\($0): \($1)\r\n" }.joined()
        let host = "127.0.0.1:\(server.port)"
        let connection = fields.keys.contains("Upgrade") ? "Upgrade" : "close"
        let request = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: \(connection)\r\n\(extra)\r\n"
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: Array(request.utf8) + tail))
            var text = ""
            for try await part in inbound { text += String(buffer: part) }
            return try #require(Answer(text))
        }
    }

    /// Opens a WebSocket.
    func connect(_ loops: LoopGroup, origin: String? = nil) async throws -> (WebSocket, AsyncStream<WebSocketEnding>) {
        var configuration = WebSocketClient.Configuration()
        if let origin { configuration.fields = [("Origin", origin)] }
        let client = WebSocketClient(configuration, loops: loops)
        let (ended, continuation) = AsyncStream.makeStream(of: WebSocketEnding.self)
        let url = try WebSocketURL("ws://127.0.0.1:\(server.port)/ws")
        return (try await client.connect(url) { Listener(continuation) }, ended)
    }

    private final class Listener: WebSocketHandler {
        private let ended: AsyncStream<WebSocketEnding>.Continuation

        init(_ ended: AsyncStream<WebSocketEnding>.Continuation) { self.ended = ended }

        func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}

        func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
            ended.yield(ending)
            ended.finish()
        }
    }
}

/// An HTTP answer.
struct Answer: Sendable {
    let status: Int
    private let fields: [(name: String, value: String)]
    let body: String

    init?(_ text: String) {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let lines = parts[0].split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        body = String(parts[1])
        fields = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
    }

    /// A field's value; several are joined by commas.
    subscript(_ name: String) -> String? {
        let values = fields.filter { $0.name == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}
