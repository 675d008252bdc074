import EngineIOCore
import EngineIOServer
import SocketIOCore
import SocketIOServer
import Testing
import Transport
import WebSocketCore

@Suite("Rooms and broadcasts", .timeLimit(.minutes(1)))
struct BroadcastTests {
    /// A server whose sockets join the rooms that their query names, and so many clients of it; those without a
    /// room first.
    private func use(
        _ rooms: [String],
        _ configuration: SocketIOConfiguration = .init(),
        _ body: (ServerRig, [TestClient], [Socket]) async throws -> Void
    ) async throws {
        try await ServerRig.use(configuration) { rig in
            let sockets = Mailbox<Socket>()
            rig.io.onConnection { socket in
                let rooms = socket.handshake.query["rooms"] ?? ""
                socket.join(Set(rooms.split(separator: ".").map { String($0) }))
                socket.on("ping me") { true }
                sockets.put(socket)
            }
            var clients: [TestClient] = []
            for names in rooms { clients.append(try await rig.connect(query: "&rooms=\(names)")) }
            try await body(rig, clients, await sockets.next(rooms.count))
        }
    }

    /// What each client gets before it is answered a request.
    private func received(_ clients: [TestClient], of rig: ServerRig) async -> [[String]] {
        // What comes in may overtake what other threads have asked for.
        await rig.settle()
        var all: [[String]] = []
        for client in clients {
            client.send(#"299["ping me"]"#)
            var packets: [String] = []
            while let packet = await client.packet(), packet != "399[true]" { packets.append(packet) }
            all.append(packets)
        }
        return all
    }

    @Test("Rooms are united, what is excepted is left out, and each client gets one event")
    func operators() async throws {
        try await use(["", "a", "a.b", "b", "c"]) { rig, clients, sockets in
            let cases: [(BroadcastOperator, [Int])] = [
                (rig.io.main.sockets, [0, 1, 2, 3, 4]),
                (rig.io.to("a"), [1, 2]),
                (rig.io.to("a", "b"), [1, 2, 3]),
                (rig.io.in("a").to("c"), [1, 2, 4]),
                (rig.io.to("a").except("b"), [1]),
                (rig.io.except("a"), [0, 3, 4]),
                (rig.io.to(sockets[0].id, "c"), [0, 4]),
                (rig.io.to("nobody"), []),
                (sockets[1].broadcast, [0, 2, 3, 4]),
                (sockets[1].to("a"), [2]),
                (sockets[0].in("b"), [2, 3]),
                (sockets[1].except("b"), [0, 4]),
                (sockets[4].local.except(sockets[0].id), [1, 2, 3]),
                (sockets[2].volatile.to("a"), [1]),
                (rig.io.to("a").volatile.compress(false).local, [1, 2]),
            ]
            for (index, (choice, expected)) in cases.enumerated() {
                try choice.emit("n", index)
                let got = await received(clients, of: rig).map { $0 == [#"2["n",\#(index)]"#] }
                #expect(clients.indices.filter { got[$0] } == expected, "case \(index)")
            }
        }
    }

    @Test("A broadcast keeps its order among events to one socket")
    func order() async throws {
        try await use(["", ""]) { rig, clients, sockets in
            await sockets[0].loop.run {
                for number in 0..<50 {
                    try? rig.io.emit("all", number)
                    try? sockets[0].emit("one", number)
                }
            }
            for client in clients.prefix(1) {
                for number in 0..<50 {
                    #expect(await client.packet() == #"2["all",\#(number)]"#)
                    #expect(await client.packet() == #"2["one",\#(number)]"#)
                }
            }
            for number in 0..<50 { #expect(await clients[1].packet() == #"2["all",\#(number)]"#) }
        }
    }

    @Test("Broadcasts carry binary, and reach polling clients as well as WebSockets")
    func bothTransports() async throws {
        try await use([""]) { rig, clients, _ in
            let polling = try await PollingClient(rig)
            #expect(try await polling.post("40") == 200)
            #expect(try await polling.poll().first?.hasPrefix(#"40{"sid":"#) == true)
            try rig.io.emit("bytes", [1, 2, 3] as [UInt8])
            #expect(await clients[0].packet() == #"51-["bytes",{"_placeholder":true,"num":0}]"#)
            #expect(await clients[0].next() == .binary([1, 2, 3]))
            #expect(try await polling.poll() == [#"451-["bytes",{"_placeholder":true,"num":0}]"#, "bAQID"])
        }
    }

    @Test("Rooms are joined and left, from any thread, and forgotten when empty")
    func joining() async throws {
        try await use(["a", ""]) { rig, clients, sockets in
            sockets[0].leave("a")
            sockets[0].join("b")
            sockets[1].join("b", "c")
            await waitUntil { sockets[1].rooms.count == 3 && sockets[0].rooms.count == 2 }
            #expect(sockets[0].rooms == [sockets[0].id, "b"])
            try rig.io.to("a").emit("a")
            try rig.io.to("b").emit("b")
            #expect(await received(clients, of: rig) == [[#"2["b"]"#], [#"2["b"]"#]])
        }
    }

    @Test("A socket is in no more rooms than the limit")
    func roomLimit() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.maxRooms = 3
        try await use(["a.b"], configuration) { _, _, sockets in
            let errors = Mailbox<String>()
            sockets[0].onError { errors.put("\($0)") }
            sockets[0].join("c", "d")
            #expect(await errors.next() == "more than 3 rooms (setting: maxRooms)")
            sockets[0].join("c")
            await waitUntil { sockets[0].rooms.count == 4 }
            #expect(sockets[0].rooms == [sockets[0].id, "a", "b", "c"])
        }
    }

    @Test("Sockets are fetched with their rooms and data, and told what to do")
    func fetching() async throws {
        try await use(["a", "a", "b"]) { rig, clients, sockets in
            sockets[0][.nickname] = "ann"
            let fetched = await rig.io.to("a").fetchSockets()
            #expect(Set(fetched.map(\.id)) == Set(sockets.prefix(2).map(\.id)))
            #expect(fetched.first { $0.id == sockets[0].id }?.data == ["nickname": "ann"])
            #expect(fetched.allSatisfy { $0.rooms == [$0.id, "a"] && $0.handshake.query["rooms"] == "a" })

            rig.io.to("a").socketsJoin("x", "y")
            rig.io.to("b").socketsLeave("b")
            await waitUntil { await rig.io.to("y").fetchSockets().count == 2 }
            #expect(await rig.io.to("x").fetchSockets().count == 2)
            await waitUntil { await rig.io.to("b").fetchSockets().isEmpty }

            let remote = try #require(await rig.io.to(sockets[2].id).fetchSockets().first)
            try remote.emit("only you")
            #expect(await received(clients, of: rig) == [[], [], [#"2["only you"]"#]])
            remote.disconnect()
            #expect(await clients[2].packet() == "1")
        }
    }

    @Test("Disconnecting a choice of sockets, with or without their connections")
    func disconnecting() async throws {
        try await use(["a", "b"]) { rig, clients, sockets in
            let reasons = Mailbox<DisconnectReason>()
            for socket in sockets { socket.onDisconnect { reason, _ in reasons.put(reason) } }
            rig.io.to("a").disconnectSockets()
            #expect(await reasons.next() == .serverNamespaceDisconnect)
            #expect(await clients[0].packet() == "1")
            // The connection is still good for another try.
            #expect(member("sid", of: await clients[0].connect()) != nil)
            rig.io.to("b").disconnectSockets(closingSession: true)
            #expect(await reasons.next() == .serverNamespaceDisconnect)
            #expect(await clients[1].packet() == "1")
            #expect(await clients[1].next() == .closed)
        }
    }

    @Test("Members who go leave no trace in the rooms of those who stay")
    func leaving() async throws {
        try await use(Array(repeating: "a", count: 12)) { rig, clients, sockets in
            for index in [0, 11, 5, 6] { clients[index].vanish() }
            await waitUntil { await rig.io.main.socketIDs().count == 8 }
            try rig.io.to("a").emit("left")
            let staying = clients.indices.filter { ![0, 11, 5, 6].contains($0) }
            for index in staying { #expect(await clients[index].packet() == #"2["left"]"#) }
            #expect(Set(await rig.io.to("a").fetchSockets().map(\.id)) == Set(staying.map { sockets[$0].id }))
        }
    }

    @Test("A client that upgrades gets broadcasts over the WebSocket from then on")
    func upgrade() async throws {
        try await use([""]) { rig, clients, _ in
            let polling = try await PollingClient(rig)
            #expect(try await polling.post("40") == 200)
            _ = try await polling.poll()
            let upgraded = try await rig.upgrade(polling)
            try rig.io.emit("now")
            #expect(await upgraded.packet() == #"2["now"]"#)
            #expect(await received(clients, of: rig) == [[#"2["now"]"#]])
        }
    }

    @Test("A volatile event is dropped for a client that has no poll open, and goes out to one that has")
    func volatile() async throws {
        try await use([""]) { rig, _, _ in
            let polling = try await PollingClient(rig)
            #expect(try await polling.post("40") == 200)
            _ = try await polling.poll()
            try rig.io.main.sockets.volatile.emit("dropped")
            try rig.io.emit("kept")
            #expect(try await polling.poll() == [#"42["kept"]"#])
            let answer = Mailbox<[String]>()
            let poll = Task { answer.put((try? await polling.poll()) ?? []) }
            await waitUntil {
                try? rig.io.main.sockets.volatile.emit("now")
                return answer.hasItems
            }
            #expect(await answer.next() == [#"42["now"]"#])
            await poll.value
        }
    }

    @Test("Where compression is agreed, broadcasts are compressed unless it is said otherwise")
    func compression() async throws {
        var configuration = SocketIOConfiguration()
        configuration.engine.compression = CompressionSettings(threshold: 1)
        try await use(["", ""], configuration) { rig, clients, sockets in
            let text = String(repeating: "compressible ", count: 100)
            try rig.io.emit("a", text)
            try rig.io.main.sockets.compress(false).emit("b", text)
            try sockets[0].compress(false).emit("c", text)
            try sockets[0].emit("d", text)
            let both = [#"2["a","\#(text)"]"#, #"2["b","\#(text)"]"#]
            #expect(await received(clients, of: rig) == [both + [#"2["c","\#(text)"]"#, #"2["d","\#(text)"]"#], both])
        }
    }

    @Test("Events of other servers reach their handlers by way of the adapter")
    func serverSide() async throws {
        try await ServerRig.use { rig in
            let events = rig.io.main.serverSide
            events.on("sum") { values in [.int(Int64(values.count))] }
            #expect(try await events.receive("sum", [1, 2]) == [2])
            #expect(try await events.receive("other", []) == nil)
            events.off("sum")
            #expect(try await events.receive("sum", []) == nil)
            try rig.io.main.serverSideEmit("sum", 1)
        }
    }
}

extension SocketKey where Item == String {
    static var nickname: Self { .init("nickname") }
}
