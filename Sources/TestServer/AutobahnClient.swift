import Transport
import WebSocketCore

/// Plays the client against Autobahn's fuzzing server: `TestServer autobahn-client ws://127.0.0.1:9002`.
struct AutobahnClient {
    private let url: String
    private let client: WebSocketClient
    private let loops: LoopGroup
    private static let agent = "martlet"

    init(url: String, loops: LoopGroup) {
        self.url = url
        self.loops = loops
        var configuration = WebSocketClient.Configuration()
        let compression = CompressionSettings(threshold: 1, ownContextTakeover: true, peerContextTakeover: true)
        configuration.options = WebSocketOptions(
            limits: Limits(maxMessageSize: 16 << 20),
            maxBacklog: 64 << 20,
            compression: compression
        )
        client = WebSocketClient(configuration, loops: loops)
    }

    func run() async throws {
        let count = Int(try await visit("/getCaseCount") { _, _ in }) ?? 0
        for number in 1...max(1, count) {
            _ = try await visit("/runCase?case=\(number)&agent=\(Self.agent)") { socket, message in
                socket.send(message.kind, message.bytes)
            }
        }
        // A socket counts until its stream has ended; only then has the suite put the last case down.
        while await loops.connectionCount() > 0 { try await Task.sleep(for: .milliseconds(5)) }
        _ = try await visit("/updateReports?agent=\(Self.agent)") { _, _ in }
        print("Autobahn client: \(count) cases run")
    }

    /// Opens one socket and stays until it closes.
    ///
    /// - Returns: the last text that came.
    private func visit(
        _ path: String,
        _ react: @escaping @Sendable (WebSocket, Visitor.Message) -> Void
    ) async throws
        -> String
    {
        let address = try WebSocketURL(url + path)
        return try await withCheckedThrowingContinuation { done in
            Task {
                do {
                    _ = try await client.connect(address) { Visitor(react) { done.resume(returning: $0) } }
                } catch {
                    done.resume(throwing: error)
                }
            }
        }
    }
}

/// Reacts to messages and tells the last one at the end.
private final class Visitor: WebSocketHandler {
    struct Message {
        var kind: MessageKind
        var bytes: [UInt8]
    }

    private let react: @Sendable (WebSocket, Message) -> Void
    private let done: @Sendable (String) -> Void
    private var last = ""

    init(
        _ react: @escaping @Sendable (WebSocket, Message) -> Void,
        done: @escaping @Sendable (String) -> Void
    ) {
        self.react = react
        self.done = done
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        let bytes = payload.withUnsafeBytes { Array($0) }
        if kind == .text { last = String(decoding: bytes, as: UTF8.self) }
        react(socket, Message(kind: kind, bytes: bytes))
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        done(last)
    }
}
