import EngineIOCore
import SocketIOCore
import SocketIOServer
import Testing

@Suite("Connecting", .timeLimit(.minutes(1)))
struct ConnectingTests {
    @Test("The main namespace is there, and each client gets an id of its own")
    func mainNamespace() async throws {
        try await ServerRig.use { rig in
            let client = try await rig.open()
            let sid = member("sid", of: await client.connect())
            let other = member("sid", of: await (try await rig.open()).connect())
            #expect(sid?.count == 20)
            #expect(other != sid)
            #expect(await rig.io.main.socketIDs() == Set([sid, other].compactMap(\.self)))
        }
    }

    @Test("A namespace that nobody made is refused, and the connection goes on")
    func unknownNamespace() async throws {
        try await ServerRig.use { rig in
            let client = try await rig.open()
            client.send("0/nowhere,")
            #expect(await client.packet() == #"4/nowhere,{"message":"Invalid namespace"}"#)
            #expect(member("sid", of: await client.connect()) != nil)
        }
    }

    @Test("The handshake has auth, query, headers, address and time")
    func handshake() async throws {
        try await ServerRig.use { rig in
            let seen = Mailbox<Handshake>()
            rig.io.onConnection { seen.put($0.handshake) }
            _ = try await rig.connect(auth: #"{"token":"secret"}"#, query: "&color=gr%C3%BCn")
            let handshake = await seen.next()
            #expect(handshake.auth == ["token": "secret"])
            #expect(handshake.query["color"] == "grün")
            #expect(handshake["UPGRADE"] == "websocket")
            #expect(handshake.address == "127.0.0.1")
            #expect(handshake.url.hasPrefix("/socket.io/?"))
            #expect(handshake.time > 1_600_000_000_000)
        }
    }

    @Test("One connection joins several namespaces")
    func several() async throws {
        try await ServerRig.use { rig in
            rig.io.of("/a").onConnection { socket in socket.on("who") { "a" } }
            rig.io.onConnection { socket in socket.on("who") { "main" } }
            let client = try await rig.connect()
            let sid = member("sid", of: await client.connect("/a"))
            #expect(sid != nil)
            client.send(#"2/a,1["who"]"#)
            client.send(#"21["who"]"#)
            #expect(await client.packet() == #"3/a,1["a"]"#)
            #expect(await client.packet() == #"31["main"]"#)
        }
    }

    @Test("Middleware is asked in order, and gives the socket data and rooms")
    func middleware() async throws {
        try await ServerRig.use { rig in
            rig.io.use { socket in socket[.steps] = ["first"] }
            rig.io.use { socket in
                try? await Task.sleep(for: .milliseconds(1))
                socket[.steps]?.append("second")
                socket.join("lobby")
            }
            let seen = Mailbox<[String]>()
            rig.io.onConnection { socket in seen.put((socket[.steps] ?? []) + socket.rooms.subtracting([socket.id])) }
            let client = try await rig.connect()
            #expect(await seen.next() == ["first", "second", "lobby"])
            try rig.io.to("lobby").emit("hi")
            #expect(await client.packet() == #"2["hi"]"#)
        }
    }

    @Test("A refusal reaches the client with its data, and no handler is called")
    func refusal() async throws {
        try await ServerRig.use { rig in
            let seen = Mailbox<String>()
            rig.io.use { socket throws(Refusal) in
                if socket.handshake.auth["token"] == nil { throw Refusal("who?", data: ["code": 401]) }
            }
            rig.io.onConnection { seen.put($0.id) }
            let client = try await rig.open()
            client.send("0")
            #expect(await client.packet() == #"4{"message":"who?","data":{"code":401}}"#)
            let sid = member("sid", of: await client.connect(auth: #"{"token":1}"#))
            #expect(await seen.next() == sid)
        }
    }

    @Test("Data that can't be written is left out of a refusal")
    func unwritableRefusal() async throws {
        try await ServerRig.use { rig in
            rig.io.use { _ throws(Refusal) in throw Refusal("no", data: .binary([1])) }
            let client = try await rig.open()
            client.send("0")
            #expect(await client.packet() == #"4{"message":"no"}"#)
        }
    }

    @Test("Middleware that takes too long is a refusal")
    func slowMiddleware() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.connection.connectTimeout = 1000
        try await ServerRig.use(configuration) { rig in
            let isCancelled = Mailbox<Bool>()
            rig.io.of("/slow").use { _ in
                try? await Task.sleep(for: .seconds(30))
                isCancelled.put(Task.isCancelled)
            }
            let client = try await rig.connect()
            client.send("0/slow,")
            #expect(await client.packet() == #"4/slow,{"message":"not admitted in time (setting: connectTimeout)"}"#)
            #expect(await isCancelled.next())
        }
    }

    @Test("Who joins no namespace in time is closed")
    func connectTimeout() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.connection.connectTimeout = 50
        try await ServerRig.use(configuration) { rig in
            let client = try await rig.open()
            #expect(await client.next() == .closed)
        }
    }

    @Test("A client that leaves while it is being asked about is forgotten")
    func leavesDuringMiddleware() async throws {
        try await ServerRig.use { rig in
            let (started, ended) = (Mailbox<Void>(), Mailbox<Void>())
            rig.io.of("/slow").use { _ in
                started.put(())
                try? await Task.sleep(for: .seconds(30))
                ended.put(())
            }
            let client = try await rig.connect()
            client.send("0/slow,")
            await started.next()
            client.vanish()
            await ended.next()
            #expect(await rig.io.of("/slow").socketIDs().isEmpty)
        }
    }

    @Test("Dynamic namespaces come with the first client and go with the last")
    func dynamic() async throws {
        try await ServerRig.use { rig in
            let rooms = rig.io.namespaces { name, handshake in
                name.hasPrefix("/room-") && handshake.auth["key"] == "k"
            }
            rooms.use { $0[.steps] = ["asked"] }
            rooms.onConnection { socket in try? socket.emit("in", socket.namespace.name, socket[.steps] ?? []) }
            let client = try await rig.open()
            client.send("0/room-1,")
            #expect(await client.packet() == #"4/room-1,{"message":"Invalid namespace"}"#)
            #expect(member("sid", of: await client.connect("/room-1", auth: #"{"key":"k"}"#)) != nil)
            #expect(await client.packet() == #"2/room-1,["in","/room-1",["asked"]]"#)
            #expect(rooms.namespaces.map(\.name) == ["/room-1"])
            try rooms.emit("all")
            #expect(await client.packet() == #"2/room-1,["all"]"#)
            client.send("1/room-1,")
            await waitUntil { rooms.namespaces.isEmpty }
            client.send("0/room-1,")
            #expect(await client.packet() == #"4/room-1,{"message":"Invalid namespace"}"#)
        }
    }

    @Test("Clients can't make more namespaces than the limit")
    func dynamicLimit() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.maxDynamicNamespaces = 2
        try await ServerRig.use(configuration) { rig in
            _ = rig.io.namespaces { _, _ in true }
            let client = try await rig.open()
            for name in ["/1", "/2"] { #expect(member("sid", of: await client.connect(name)) != nil) }
            client.send("0/3,")
            #expect(await client.packet() == #"4/3,{"message":"Invalid namespace"}"#)
            client.send("1/1,")
            await waitUntil {
                client.send("0/3,")
                return await client.packet()?.hasPrefix("0/3,") == true
            }
        }
    }

    @Test("An async connection handler runs before the socket's events")
    func asyncConnectionHandler() async throws {
        try await ServerRig.use { rig in
            rig.io.onConnection { socket in
                try? await Task.sleep(for: .milliseconds(20))
                socket.on("early") { "heard" }
            }
            let client = try await rig.open()
            client.send("0")
            client.send(#"25["early"]"#)
            _ = await client.packet()
            #expect(await client.packet() == #"35["heard"]"#)
        }
    }
}

extension SocketKey where Item == [String] {
    static var steps: Self { .init("steps") }
}
