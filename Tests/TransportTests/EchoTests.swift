import Testing
import Transport
import WebSocketCore

@Suite("Messages there and back")
struct EchoTests {
    @Test("text and binary of many sizes come back as they went", arguments: [0, 1, 125, 126, 65535, 65536, 1 << 20])
    func sizes(_ size: Int) async throws {
        try await TestRig { _ in EchoHandler() }.use { rig in
            let (socket, recorder) = try await rig.connect()
            let text = String(repeating: "é", count: size / 2) + String(repeating: "x", count: size % 2)
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            socket.send(text)
            socket.send(.binary, bytes)
            #expect(await recorder.first(3) == [.opened, .text(text), .binary(bytes)])
        }
    }

    @Test("compressed and plain connections hear the same", arguments: [true, false], [true, false])
    func compression(offered: Bool, takeover: Bool) async throws {
        let settings = CompressionSettings(
            threshold: 16,
            ownContextTakeover: takeover,
            peerContextTakeover: takeover
        )
        try await TestRig { _ in
            ListenerConfiguration(port: 0) { _ in
                WebSocketRoute(
                    handshake: .init(compression: settings),
                    options: .init(compression: settings)
                ) { _ in EchoHandler() }
            }
        }.use { rig in
            var configuration = WebSocketClient.Configuration()
            configuration.offersCompression = offered
            configuration.options.compression = settings
            let (socket, recorder) = try await rig.connect(configuration: configuration)
            let texts = (0..<20).map { String(repeating: "martlet \($0) ", count: $0 * 40 + 1) }
            for text in texts { socket.send(text) }
            #expect(await recorder.first(21) == [.opened] + texts.map { .text($0) })
        }
    }

    @Test("a message sent in pieces arrives whole, with a ping in between")
    func fragments() async throws {
        try await TestRig { _ in EchoHandler() }.use { rig in
            let (socket, recorder) = try await rig.connect()
            socket.sendFragment(.text, Array("one ".utf8), isFirst: true, isLast: false)
            socket.ping([7])
            socket.sendFragment(.text, Array("two".utf8), isFirst: false, isLast: true)
            #expect(await recorder.first(3) == [.opened, .pong([7]), .text("one two")])
        }
    }

    @Test("what is sent between two pieces of a message comes behind it")
    func messagesBetweenFragments() async throws {
        try await TestRig { _ in EchoHandler() }.use { rig in
            let (socket, recorder) = try await rig.connect()
            socket.sendFragment(.text, Array("one ".utf8), isFirst: true, isLast: false)
            socket.send("between")
            socket.sendFragment(.text, Array("never: a message is under way".utf8), isFirst: true, isLast: true)
            socket.sendFragment(.text, Array("two".utf8), isFirst: false, isLast: true)
            socket.send("behind")
            #expect(await recorder.first(4) == [.opened, .text("one two"), .text("between"), .text("behind")])
        }
    }

    @Test("a large message streams in pieces without being collected")
    func streaming() async throws {
        let server = Recorder()
        let limits = Limits(maxMessageSize: 8 << 20)
        try await TestRig(options: .init(limits: limits, streamsMessages: true)) { _ in server.handler() }.use { rig in
            var configuration = WebSocketClient.Configuration()
            configuration.offersCompression = false
            configuration.options.maxBacklog = 8 << 20
            let (socket, _) = try await rig.connect(configuration: configuration)
            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for part in 0..<6 {
                let piece = Array(bytes[part * 500_000..<(part + 1) * 500_000])
                socket.sendFragment(.binary, piece, isFirst: part == 0, isLast: part == 5)
            }
            socket.close()
            #expect(await server.ending() == .byPeer(.normal, reason: ""))
            let chunks = server.events.compactMap { event in
                if case .chunk(let bytes, let isLast) = event { (bytes, isLast) } else { nil }
            }
            #expect(chunks.count > 6)
            #expect(chunks.flatMap(\.0) == bytes)
            #expect(chunks.filter(\.1).count == 1 && chunks.last?.1 == true)
        }
    }

    @Test("a stream keeps to the limit of a message too")
    func streamLimit() async throws {
        let server = Recorder()
        try await TestRig(options: .init(streamsMessages: true)) { _ in server.handler() }.use { rig in
            let (socket, _) = try await rig.connect()
            for part in 0..<5 {
                socket.sendFragment(.binary, [UInt8](repeating: 1, count: 300_000), isFirst: part == 0, isLast: false)
            }
            #expect(await server.ending() == .violation(ProtocolViolation(.messageTooLarge)))
        }
    }

    @Test("a subprotocol is agreed on")
    func subprotocol() async throws {
        try await TestRig { _ in
            ListenerConfiguration(port: 0) { _ in
                WebSocketRoute(handshake: .init(subprotocols: ["chat.v2", "chat.v1"])) { _ in EchoHandler() }
            }
        }.use { rig in
            var configuration = WebSocketClient.Configuration()
            configuration.subprotocols = ["chat.v1", "chat.v2"]
            let (socket, _) = try await rig.connect(configuration: configuration)
            #expect(socket.subprotocol == "chat.v2")
        }
    }

    @Test("async code serves a socket in order, and its end closes it")
    func asyncHandler() async throws {
        try await TestRig { _ in
            ListenerConfiguration(port: 0) { _ in
                WebSocketRoute { socket in
                    for await message in socket.messages {
                        if message == .text("end") { return }
                        socket.send(message)
                    }
                }
            }
        }.use { rig in
            let (socket, recorder) = try await rig.connect()
            for number in 0..<1000 { socket.send("\(number)") }
            socket.send("end")
            let events = await recorder.first(1002)
            #expect(events == [.opened] + (0..<1000).map { .text("\($0)") } + [.closed(.byPeer(.normal, reason: ""))])
        }
    }
}
