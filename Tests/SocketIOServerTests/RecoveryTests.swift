import SocketIOCore
import SocketIOServer
import Testing

@Suite("Recovery", .timeLimit(.minutes(1)))
struct RecoveryTests {
    /// What a client knows that has lost its connection.
    private struct Memory {
        var sid: String
        var pid: String
        var offset = ""

        var auth: String { #"{"pid":"\#(pid)","offset":"\#(offset)"}"# }

        init(_ connect: String) throws {
            sid = try #require(member("sid", of: connect))
            pid = try #require(member("pid", of: connect))
        }
    }

    private static var configuration: SocketIOConfiguration {
        var configuration = SocketIOConfiguration()
        configuration.recovery = RecoveryConfiguration()
        return configuration
    }

    /// The name and the number of an event, and the offset behind them.
    private func event(_ packet: String?) throws -> (text: String, offset: String) {
        let parts = try #require(packet).dropFirst().split(separator: ",")
        let offset = try #require(parts.last).filter { $0 != "\"" && $0 != "]" }
        return (parts.dropLast().joined(separator: ","), String(offset))
    }

    @Test("Who comes back has its id, rooms and data, and gets what it missed, once and in order")
    func restored() async throws {
        try await ServerRig.use(Self.configuration) { rig in
            let (sockets, ended) = (Mailbox<Socket>(), Mailbox<Void>())
            rig.io.onConnection { socket in
                socket.onDisconnect { _, _ in ended.put(()) }
                sockets.put(socket)
            }
            let first = try await rig.open()
            var memory = try Memory(await first.connect())
            let socket = await sockets.next()
            #expect(!socket.isRecovered)
            socket.join("news")
            socket[.nickname] = "ann"
            try socket.emit("n", 0)
            let seen = try event(await first.packet())
            #expect(seen.text == #"["n",0"#)
            memory.offset = seen.offset
            first.vanish()
            await ended.next()
            try rig.io.emit("n", 1)
            try rig.io.to("news").emit("n", 2)
            try rig.io.to("other").emit("n", 99)
            try rig.io.except("news").emit("n", 99)
            try rig.io.main.sockets.volatile.emit("n", 99)
            try socket.emit("n", 3)

            let second = try await rig.open()
            let answer = await second.connect(auth: memory.auth)
            #expect(member("sid", of: answer) == memory.sid)
            #expect(member("pid", of: answer) == memory.pid)
            for number in 1...3 { #expect(try event(await second.packet()).text == #"["n",\#(number)"#) }
            let restored = await sockets.next()
            #expect(restored.isRecovered && restored !== socket)
            #expect(restored.rooms == [memory.sid, "news"])
            #expect(restored[.nickname] == "ann")
            try rig.io.to("news").emit("n", 4)
            #expect(try event(await second.packet()).text == #"["n",4"#)
        }
    }

    @Test("Nothing is lost or comes twice while others publish without pause")
    func underLoad() async throws {
        try await ServerRig.use(Self.configuration) { rig in
            let ended = Mailbox<Void>()
            rig.io.onConnection { socket in
                socket.join("r")
                socket.onDisconnect { _, _ in ended.put(()) }
            }
            var client = try await rig.open()
            var memory = try Memory(await client.connect())
            let others = [try await rig.connect(), try await rig.connect()]
            let total = 3000
            let io = rig.io
            // From threads of no loop, so that every loop gets them by way of the log.
            let publisher = Task.detached {
                for number in 0..<total {
                    try io.to("r").emit("n", number)
                    if number % 20 == 0 { try await Task.sleep(for: .milliseconds(1)) }
                }
            }
            var expected = 0
            while expected < total {
                let seen = try event(await client.packet())
                #expect(seen.text == #"["n",\#(expected)"#)
                memory.offset = seen.offset
                expected += 1
                if expected % 500 == 0, expected < total {
                    client.vanish()
                    await ended.next()
                    client = try await rig.open()
                    #expect(member("sid", of: await client.connect(auth: memory.auth)) == memory.sid)
                }
            }
            try await publisher.value
            for other in others {
                for number in 0..<total { #expect(try event(await other.packet()).text == #"["n",\#(number)"#) }
            }
        }
    }

    @Test("A client that is back before its loss was noticed takes its socket over")
    func takeover() async throws {
        try await ServerRig.use(Self.configuration) { rig in
            let reasons = Mailbox<String>()
            rig.io.onConnection { $0.onDisconnect { reasons.put("\($0.rawValue): \($1)") } }
            let first = try await rig.open()
            var memory = try Memory(await first.connect())
            try rig.io.emit("n", 0)
            memory.offset = try event(await first.packet()).offset
            let second = try await rig.open()
            #expect(member("sid", of: await second.connect(auth: memory.auth)) == memory.sid)
            #expect(await reasons.next() == "transport close: the client has come back")
            #expect(await first.next() == .closed)
            #expect(await rig.io.main.socketIDs() == [memory.sid])
        }
    }

    @Test("Who left on purpose, is unknown, or has been away too long, starts anew")
    func notRestored() async throws {
        var configuration = Self.configuration
        configuration.recovery?.maxDisconnectionDuration = .milliseconds(100)
        try await ServerRig.use(configuration) { rig in
            let ended = Mailbox<Void>()
            rig.io.onConnection { $0.onDisconnect { _, _ in ended.put(()) } }
            for isOnPurpose in [true, false] {
                let client = try await rig.open()
                var memory = try Memory(await client.connect())
                try rig.io.emit("n", 0)
                memory.offset = try event(await client.packet()).offset
                if isOnPurpose { client.send("1") } else { client.vanish() }
                await ended.next()
                if !isOnPurpose { try await Task.sleep(for: .milliseconds(150)) }
                let again = try Memory(await (try await rig.open()).connect(auth: memory.auth))
                #expect(again.sid != memory.sid && again.pid != memory.pid)
            }
            let client = try await rig.open()
            #expect(member("sid", of: await client.connect(auth: #"{"pid":"x","offset":"y"}"#)) != nil)
        }
    }

    @Test("What is beyond the bounds of the log is forgotten, and whoever needs it starts anew")
    func bounds() async throws {
        var configuration = Self.configuration
        configuration.recovery?.maxEvents = 3
        try await ServerRig.use(configuration) { rig in
            let ended = Mailbox<Void>()
            rig.io.onConnection { $0.onDisconnect { _, _ in ended.put(()) } }
            for missed in [3, 4] {
                let client = try await rig.open()
                var memory = try Memory(await client.connect())
                try rig.io.emit("n", -1)
                memory.offset = try event(await client.packet()).offset
                client.vanish()
                await ended.next()
                for number in 0..<missed { try rig.io.emit("n", number) }
                let again = try await rig.open()
                let sid = member("sid", of: await again.connect(auth: memory.auth))
                #expect((sid == memory.sid) == (missed == 3))
                again.vanish()
                await ended.next()
            }
        }
    }

    @Test("Middleware is skipped for who comes back, or asked again if that is wished")
    func middleware() async throws {
        for skips in [true, false] {
            var configuration = Self.configuration
            configuration.recovery?.skipMiddlewares = skips
            try await ServerRig.use(configuration) { rig in
                let (asked, ended) = (Mailbox<Bool>(), Mailbox<Void>())
                rig.io.use { asked.put($0.isRecovered) }
                rig.io.onConnection { $0.onDisconnect { _, _ in ended.put(()) } }
                let client = try await rig.open()
                var memory = try Memory(await client.connect())
                #expect(await asked.next() == false)
                try rig.io.emit("n", 0)
                memory.offset = try event(await client.packet()).offset
                client.vanish()
                await ended.next()
                let again = try await rig.open()
                #expect(member("sid", of: await again.connect(auth: memory.auth)) == memory.sid)
                asked.put(true)
                _ = try await rig.connect()
                #expect(await asked.next() == true)
                #expect(await asked.next() == (skips ? false : true))
            }
        }
    }
}
