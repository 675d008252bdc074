import Testing
import Transport
import WebSocketCore

/// The code of docs/websocket.md about large messages and slow peers, run as written there;
/// Tests/Clients/test_documents.py compares.
@Suite("The guide: streaming")
struct GuideStreamingTests {
    @Test("a message is taken in as it comes")
    func streamingIn() async throws {
        let route = WebSocketRoute(
            options: WebSocketOptions(limits: Limits(maxMessageSize: 1 << 30), streamsMessages: true)
        ) { _ in ByteCounter() }
        try await TestRig { _ in ListenerConfiguration(port: 0) { _ in route } }.use { rig in
            var configuration = WebSocketClient.Configuration()
            configuration.options.maxBacklog = 8 << 20
            let (socket, recorder) = try await rig.connect(configuration: configuration)
            socket.send(.binary, [UInt8](repeating: 7, count: 3_000_000))
            #expect(await recorder.first(2).last == .text("3000000 bytes"))
        }
    }

    @Test("a message goes out as fast as it is taken, in fragments of a chosen size")
    func streamingOut() async throws {
        try await TestRig { _ in Download() }.use { rig in
            var configuration = WebSocketClient.Configuration()
            configuration.options.limits = Limits(maxMessageSize: 64 << 20, maxFrameSize: 512 << 10)
            let (_, recorder) = try await rig.connect(configuration: configuration)
            guard case .binary(let bytes) = await recorder.first(2).last else {
                Issue.record("no binary message")
                return
            }
            #expect(bytes.count == 40 << 20)
        }
    }

    @Test("a reading that would come late is left out, and the slow peer stays")
    func skipping() async throws {
        let sockets = Box<WebSocket>()
        try await TestRig { _ in Introduces { sockets.value = $0 } }.use { rig in
            let client = try await WebSocketClient(loops: rig.loops).connect(try rig.url()) { ReadsNothing() }
            await waitUntil { sockets.value != nil }
            let socket = try #require(sockets.value)
            // All of them would be 64 MB, and the end of the connection.
            let reading = String(repeating: "7", count: 64 << 10)
            for _ in 0..<1000 { show(reading, on: socket) }
            let (state, backlog) = await socket.loop.run { (socket.state, socket.backlog) }
            #expect(state == .open)
            #expect(backlog > 0)
            client.terminate()
        }
    }
}

private final class ByteCounter: WebSocketHandler {
    private var size = 0

    func receivedChunk(_ kind: MessageKind, _ chunk: RawSpan, isLast: Bool, from socket: WebSocket) {
        size += chunk.byteCount
        guard isLast else { return }
        socket.send("\(size) bytes")
        size = 0
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}

private final class Download: WebSocketHandler {
    private let size = 40 << 20
    private var sent = 0

    func opened(_ socket: WebSocket) { sendMore(socket) }
    func drained(_ socket: WebSocket) { sendMore(socket) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}

    private func sendMore(_ socket: WebSocket) {
        while sent < size && socket.backlog == 0 {
            let piece = [UInt8](repeating: 7, count: min(512 << 10, size - sent))
            let isFirst = sent == 0
            sent += piece.count
            socket.sendFragment(.binary, piece, isFirst: isFirst, isLast: sent == size)
        }
    }
}

/// Sends a reading, unless earlier ones still wait: this one would come late.
private func show(_ reading: String, on socket: WebSocket) {
    socket.loop.execute {
        guard socket.backlog == 0 else { return }
        socket.send(reading, compress: false)
    }
}

private final class Introduces: WebSocketHandler {
    private let introduce: @Sendable (WebSocket) -> Void
    init(_ introduce: @escaping @Sendable (WebSocket) -> Void) { self.introduce = introduce }
    func opened(_ socket: WebSocket) { introduce(socket) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}

private final class ReadsNothing: WebSocketHandler {
    func opened(_ socket: WebSocket) { socket.setReading(false) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}
