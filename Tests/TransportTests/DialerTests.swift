import Testing
import WebSocketCore

@testable import Transport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Connections straight from a loop")
struct DialerTests {
    private let echo = { @Sendable (_: UpgradeRequest) -> any WebSocketHandler in EchoHandler() }

    /// Why no WebSocket was opened.
    private func failure(_ url: WebSocketURL, on loop: Loop, from local: String? = nil) async throws -> any Error {
        let dialer = try Dialer(url, options: .init())
        return await withCheckedContinuation { done in
            loop.execute {
                dialer.dial(on: loop, from: local, handler: EchoHandler()) { done.resume(returning: $0) }
            }
        }
    }

    @Test("a message goes there and back")
    func conversation() async throws {
        try await TestRig(handler: echo).use { rig in
            let (loop, recorder) = (rig.loops.next(), Recorder())
            let dialer = try Dialer(try rig.url(), options: .init())
            loop.execute { dialer.dial(on: loop, handler: Greeter(recorder)) { Issue.record($0) } }
            #expect(await recorder.first(2) == [.opened, .text("hello")])
        }
    }

    #if os(Linux)
        @Test("the server sees the chosen source address")
        func sourceAddress() async throws {
            let seen = Box<String>()
            try await TestRig { request in
                seen.value = request.remoteAddress
                return EchoHandler()
            }.use { rig in
                let (loop, recorder) = (rig.loops.next(), Recorder())
                let dialer = try Dialer(try rig.url(), options: .init(), resets: true)
                loop.execute {
                    dialer.dial(on: loop, from: "127.0.1.7", handler: recorder.handler()) { Issue.record($0) }
                }
                _ = await recorder.first(1)
                #expect(seen.value == "127.0.1.7")
            }
        }
    #endif

    @Test("a refusal names the status")
    func refusal() async throws {
        let rig = try await TestRig { _ in
            ListenerConfiguration(port: 0) { _ throws(HandshakeRejection) in
                throw HandshakeRejection(status: 404, reason: "No WebSocket here.")
            }
        }
        try await rig.use { rig in
            let error = try await failure(try rig.url(), on: rig.loops.next())
            guard case WebSocketClient.ConnectError.handshake(.status(404)) = error else {
                throw error
            }
        }
    }

    @Test("a port where nobody listens is named as such, at once or later")
    func refused() async throws {
        let gone = try await TestRig(handler: echo)
        let url = try gone.url()
        try await gone.use { _ in }
        try await TestRig(handler: echo).use { rig in
            let refused = SocketError(ECONNREFUSED)
            let error = try await failure(url, on: rig.loops.next())
            #expect(error as? SocketError == refused || error as? WireEnd == .failed(refused.description))
        }
    }

    @Test("an address that isn't this machine's is an error of the system")
    func foreignSource() async throws {
        try await TestRig(handler: echo).use { rig in
            let error = try await failure(try rig.url(), on: rig.loops.next(), from: "192.0.2.1")
            #expect(error as? SocketError == SocketError(EADDRNOTAVAIL))
        }
    }
}

/// Says hello, and hears what comes back.
private final class Greeter: WebSocketHandler {
    private let recorder: Recorder

    init(_ recorder: Recorder) { self.recorder = recorder }

    func opened(_ socket: WebSocket) {
        recorder.record(.opened)
        socket.send("hello")
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        recorder.record(.text(payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }))
    }
}
