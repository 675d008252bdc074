import NIOCore
import NIOPosix
import Synchronization
import Testing
import WebSocketCore

@testable import Transport

/// A listener on a free port with its own loops, stopped at the end of the test.
final class TestRig: Sendable {
    let loops: LoopGroup
    let listener: Listener

    init(loops count: Int = 2, _ configure: (LoopGroup) -> ListenerConfiguration) async throws {
        loops = try LoopGroup(count: count)
        listener = try await Listener.start(configure(loops), loops: loops)
    }

    convenience init(
        options: WebSocketOptions = .init(),
        handler: @escaping @Sendable (UpgradeRequest) -> any WebSocketHandler
    ) async throws {
        try await self.init { _ in
            ListenerConfiguration(port: 0) { _ in WebSocketRoute(options: options, makeHandler: handler) }
        }
    }

    func url(_ path: String = "/") throws -> WebSocketURL {
        try WebSocketURL("ws://127.0.0.1:\(listener.port)\(path)")
    }

    /// Runs `body` and stops everything behind it.
    func use(_ body: (TestRig) async throws -> Void) async throws {
        do {
            try await body(self)
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    private func stop() async {
        await listener.stopAccepting()
        loops.stop()
    }

    /// A raw connection, for bytes that no well-behaved client sends.
    func raw() async throws -> RawConnection { try await RawConnection(port: listener.port) }

    /// A client that records what it hears.
    func connect(
        _ path: String = "/",
        configuration: WebSocketClient.Configuration = .init()
    ) async throws -> (WebSocket, Recorder) {
        let recorder = Recorder()
        let client = WebSocketClient(configuration, loops: loops)
        let socket = try await client.connect(try url(path)) { recorder.handler() }
        return (socket, recorder)
    }
}

/// What one socket heard, to be waited for.
final class Recorder: Sendable {
    enum Event: Sendable, Equatable {
        case opened
        case text(String)
        case binary([UInt8])
        case chunk([UInt8], isLast: Bool)
        case pong([UInt8])
        case drained
        case closed(WebSocketEnding)
    }

    private let state = Mutex<(events: [Event], waiters: [(Int, CheckedContinuation<Void, Never>)])>(([], []))

    func handler() -> any WebSocketHandler { Handler(self) }

    func record(_ event: Event) {
        let woken = state.withLock { state in
            state.events.append(event)
            let woken = state.waiters.filter { $0.0 <= state.events.count }
            state.waiters.removeAll { $0.0 <= state.events.count }
            return woken
        }
        for (_, waiter) in woken { waiter.resume() }
    }

    var events: [Event] { state.withLock { $0.events } }

    /// The first `count` events, as soon as there are so many.
    func first(_ count: Int) async -> [Event] {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.events.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
        return Array(events.prefix(count))
    }

    /// How the socket ended, as soon as it did.
    func ending() async -> WebSocketEnding {
        var seen = 0
        while true {
            for case .closed(let ending) in events { return ending }
            seen = max(seen + 1, events.count + 1)
            _ = await first(seen)
        }
    }

    private final class Handler: WebSocketHandler {
        private let recorder: Recorder

        init(_ recorder: Recorder) { self.recorder = recorder }

        func opened(_ socket: WebSocket) { recorder.record(.opened) }
        func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
            let bytes = payload.withUnsafeBytes { Array($0) }
            recorder.record(kind == .text ? .text(String(decoding: bytes, as: UTF8.self)) : .binary(bytes))
        }
        func receivedChunk(_ kind: MessageKind, _ chunk: RawSpan, isLast: Bool, from socket: WebSocket) {
            recorder.record(.chunk(chunk.withUnsafeBytes { Array($0) }, isLast: isLast))
        }
        func receivedPong(_ payload: RawSpan, from socket: WebSocket) {
            recorder.record(.pong(payload.withUnsafeBytes { Array($0) }))
        }
        func drained(_ socket: WebSocket) { recorder.record(.drained) }
        func closed(_ socket: WebSocket, _ ending: WebSocketEnding) { recorder.record(.closed(ending)) }
    }
}

/// Sends each message back.
final class EchoHandler: WebSocketHandler {
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) { socket.send(kind, payload) }
}
