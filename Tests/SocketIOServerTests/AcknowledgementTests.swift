import SocketIOCore
import SocketIOServer
import Testing

@Suite("Acknowledgements", .timeLimit(.minutes(1)))
struct AcknowledgementTests {
    @Test("The client's answer comes typed")
    func typed() async throws {
        try await ServerRig.use { rig in
            let sockets = Mailbox<Socket>()
            rig.io.onConnection { sockets.put($0) }
            let client = try await rig.connect()
            let socket = await sockets.next()
            async let sum: Int = socket.emitWithAck("add", 1, 2)
            #expect(await client.packet() == #"20["add",1,2]"#)
            client.send("30[3]")
            #expect(try await sum == 3)
            async let bytes: [UInt8] = socket.emitWithAck("bytes")
            #expect(await client.packet() == #"21["bytes"]"#)
            client.send(#"61-1[{"_placeholder":true,"num":0}]"#)
            client.send([7, 8])
            #expect(try await bytes == [7, 8])
        }
    }

    @Test("A handler may await an answer of its own client")
    func withinHandler() async throws {
        try await ServerRig.use { rig in
            rig.io.onConnection { socket in
                socket.on("ask me") { () async throws -> String in
                    try await "you said " + socket.timeout(.seconds(10)).emitWithAck("what?")
                }
            }
            let client = try await rig.connect()
            client.send(#"25["ask me"]"#)
            #expect(await client.packet() == #"20["what?"]"#)
            client.send(#"30["nothing"]"#)
            #expect(await client.packet() == #"35["you said nothing"]"#)
        }
    }

    @Test("No answer in time is an error, and a later answer is passed over")
    func timeout() async throws {
        try await ServerRig.use { rig in
            let sockets = Mailbox<Socket>()
            rig.io.onConnection { socket in
                socket.on("ping me") { true }
                sockets.put(socket)
            }
            let client = try await rig.connect()
            let socket = await sockets.next()
            await #expect(throws: AcknowledgementError.timeout) {
                let _: Int = try await socket.timeout(.milliseconds(20)).emitWithAck("never")
            }
            #expect(await client.packet() == #"20["never"]"#)
            client.send("30[1]")
            #expect(await client.roundTrip() == "399[true]")
        }
    }

    @Test("A lost connection is an error for all that is awaited, and for what is asked later")
    func disconnected() async throws {
        try await ServerRig.use { rig in
            let sockets = Mailbox<Socket>()
            let results = Mailbox<Result<[Value], AcknowledgementError>>()
            rig.io.onConnection { sockets.put($0) }
            let client = try await rig.connect()
            let socket = await sockets.next()
            for _ in 0..<2 { try socket.emit("x", values: []) { results.put($0) } }
            _ = await client.packet()
            client.vanish()
            #expect(await results.next(2) == [.failure(.disconnected), .failure(.disconnected)])
            await #expect(throws: AcknowledgementError.disconnected) {
                let _: Int = try await socket.emitWithAck("x")
            }
        }
    }

    @Test("Only so many answers are awaited from one socket")
    func limit() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.maxPendingAcks = 2
        try await ServerRig.use(configuration) { rig in
            let sockets = Mailbox<Socket>()
            let results = Mailbox<Result<[Value], AcknowledgementError>>()
            rig.io.onConnection { sockets.put($0) }
            let client = try await rig.connect()
            let socket = await sockets.next()
            for _ in 0..<3 { try socket.emit("x", values: []) { results.put($0) } }
            #expect(await results.next() == .failure(.tooManyPending(limit: 2)))
            client.send("31[true]")
            #expect(await results.next() == .success([true]))
        }
    }

    @Test("An event is answered once")
    func once() async throws {
        try await ServerRig.use { rig in
            rig.io.onConnection { socket in
                socket.onEvent("x") { event in
                    try event.acknowledgement?.answer(1, "one")
                    try event.acknowledgement?.answer(2)
                }
                socket.on("ping me") { true }
            }
            let client = try await rig.connect()
            client.send(#"24["x"]"#)
            #expect(await client.packet() == #"34[1,"one"]"#)
            #expect(await client.roundTrip() == "399[true]")
        }
    }

    @Test("Answers to a broadcast come together, each client counted once")
    func broadcast() async throws {
        try await ServerRig.use { rig in
            let clients = [try await rig.connect(), try await rig.connect(), try await rig.connect()]
            async let answers: [Int] = rig.io.main.sockets.timeout(.seconds(30)).emitWithAck("who")
            for (number, client) in clients.enumerated() {
                let packet = try #require(await client.packet())
                let id = packet.dropFirst().prefix { $0.isNumber }
                #expect(packet == #"2\#(id)["who"]"#)
                client.send("3\(id)[\(number)]")
                client.send("3\(id)[\(number + 10)]")
            }
            #expect(try await answers.sorted() == [0, 1, 2])
        }
    }

    @Test("A broadcast that not all answer in time gives those that did")
    func broadcastTimeout() async throws {
        try await ServerRig.use { rig in
            let clients = [try await rig.connect(), try await rig.connect()]
            let everyone = rig.io.main.sockets.timeout(.seconds(5))
            let answers = Task { try await everyone.emitWithAck("who", values: []) }
            let packet = try #require(await clients[0].packet())
            clients[0].send("3\(packet.dropFirst().prefix { $0.isNumber })[5]")
            let error = await #expect(throws: BroadcastTimeout.self) { try await answers.value }
            #expect(error?.answers == [[5]])
            #expect(error?.asked == 2)
        }
    }

    @Test("A broadcast to nobody is answered at once")
    func broadcastToNobody() async throws {
        try await ServerRig.use { rig in
            let answers = try await rig.io.to("empty").emitWithAck("who", values: [])
            #expect(answers.isEmpty)
            let fromServers = try await rig.io.main.serverSideEmitWithAck("who")
            #expect(fromServers.isEmpty)
        }
    }
}
