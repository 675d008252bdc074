import Testing
import Transport
import WebSocketCore

@Suite("Closing and losing")
struct ClosingTests {
    @Test("a close carries its code and reason to the other side")
    func codes() async throws {
        let server = Recorder()
        try await TestRig { _ in server.handler() }.use { rig in
            let (socket, client) = try await rig.connect()
            socket.close(CloseCode(rawValue: 4321), reason: "enough")
            #expect(await server.ending() == .byPeer(CloseCode(rawValue: 4321), reason: "enough"))
            #expect(await client.ending() == .byUs(CloseCode(rawValue: 4321), reason: "enough"))
        }
    }

    @Test("a cut connection is a loss on both sides")
    func terminated() async throws {
        let server = Recorder()
        try await TestRig { _ in server.handler() }.use { rig in
            let (socket, client) = try await rig.connect()
            socket.terminate()
            #expect(await client.ending() == .lost(.terminated))
            #expect(await server.ending() == .lost(.disconnected))
        }
    }

    @Test("a peer that answers no ping is given up")
    func silentPeer() async throws {
        let server = Recorder()
        let timing = Lifecycle.Timing(pingInterval: .milliseconds(50), pingTimeout: .milliseconds(50))
        try await TestRig(options: .init(timing: timing)) { _ in server.handler() }.use { rig in
            let raw = try await rig.raw()
            #expect(try await raw.upgrade().hasPrefix("HTTP/1.1 101 "))
            #expect(await server.ending() == .lost(.pingTimeout))
            let bytes = await raw.readToEnd()
            #expect(bytes.suffix(2) == [0x89, 0x00])
        }
    }

    @Test("a peer that answers pings stays, however short the time")
    func livePeer() async throws {
        let server = Recorder()
        let timing = Lifecycle.Timing(pingInterval: .milliseconds(30), pingTimeout: .seconds(20))
        try await TestRig(options: .init(timing: timing)) { _ in server.handler() }.use { rig in
            let (socket, _) = try await rig.connect()
            let events = await server.first(6)
            #expect(events.dropFirst().allSatisfy { $0 == .pong([]) })
            socket.close()
            #expect(await server.ending() == .byPeer(.normal, reason: ""))
        }
    }

    @Test("a peer that never closes its side is dropped")
    func closeTimeout() async throws {
        let server = Recorder()
        let timing = Lifecycle.Timing(closeTimeout: .milliseconds(60))
        try await TestRig(options: .init(timing: timing)) { _ in ClosesAtOnce(server) }.use { rig in
            let raw = try await rig.raw()
            _ = try await raw.upgrade()
            #expect(await server.ending() == .lost(.closeTimeout))
            #expect(Array(await raw.readToEnd().suffix(4)) == [0x88, 0x02, 0x03, 0xE8])
        }
    }

    @Test("a peer that reads nothing is dropped as a slow consumer, and hurts no other")
    func slowConsumer() async throws {
        let slow = Recorder()
        try await TestRig(options: .init(maxBacklog: 100_000)) { request in
            if request.head.path == "/slow" { return FloodsItsPeer(slow) as any WebSocketHandler }
            return EchoHandler()
        }.use { rig in
            let lazy = Lazy()
            let client = WebSocketClient(loops: rig.loops)
            let held = try await client.connect(try rig.url("/slow")) { lazy }
            #expect(await slow.ending() == .lost(.slowConsumer))
            let (socket, recorder) = try await rig.connect("/echo")
            socket.send("still here")
            #expect(await recorder.first(2).last == .text("still here"))
            held.terminate()
        }
    }

    @Test("draining closes every socket with 1001 and ends")
    func drain() async throws {
        try await TestRig { _ in EchoHandler() }.use { rig in
            let clients = try await [rig.connect(), rig.connect(), rig.connect()]
            await rig.listener.drain(over: .milliseconds(50))
            for (_, recorder) in clients {
                #expect(await recorder.ending() == .byPeer(.goingAway, reason: "server is going away"))
            }
            await #expect(throws: (any Error).self) { _ = try await rig.connect() }
        }
    }
}

private final class ClosesAtOnce: WebSocketHandler {
    private let recorder: Recorder
    init(_ recorder: Recorder) { self.recorder = recorder }
    func opened(_ socket: WebSocket) { socket.close() }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) { recorder.record(.closed(ending)) }
}

/// Sends more than any socket buffer holds.
private final class FloodsItsPeer: WebSocketHandler {
    private let recorder: Recorder
    init(_ recorder: Recorder) { self.recorder = recorder }
    func opened(_ socket: WebSocket) {
        let block = [UInt8](repeating: 1, count: 64 << 10)
        for _ in 0..<1000 { socket.send(.binary, block, compress: false) }
    }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) { recorder.record(.closed(ending)) }
}

/// Stops reading at once.
private final class Lazy: WebSocketHandler, Sendable {
    func opened(_ socket: WebSocket) { socket.setReading(false) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}
