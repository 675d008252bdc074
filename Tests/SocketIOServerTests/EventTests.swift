import SocketIOCore
import SocketIOServer
import Synchronization
import Testing
import Transport

@Suite("Events", .timeLimit(.minutes(1)))
struct EventTests {
    struct Point: Codable, Equatable, Sendable {
        var x: Int
        var y: Int
        var label: String?
    }

    /// A server whose sockets are prepared so, and a client of it.
    private func use(
        _ configuration: SocketIOConfiguration = .init(),
        _ prepare: @escaping @Sendable (Socket) -> Void,
        _ body: (TestClient) async throws -> Void
    ) async throws {
        try await ServerRig.use(configuration) { rig in
            rig.io.onConnection(prepare)
            try await body(try await rig.connect())
        }
    }

    @Test("Typed arguments come decoded, and what a handler returns is the answer")
    func typed() async throws {
        try await use { socket in
            socket.on("add") { (left: Int, right: Int) in left + right }
            socket.on("mirror") { (point: Point) async -> Point in Point(x: point.y, y: point.x, label: "a/b") }
        } _: { client in
            client.send(#"21["add",2,3]"#)
            #expect(await client.packet() == "31[5]")
            client.send(#"22["mirror",{"x":1,"y":2}]"#)
            #expect(await client.packet() == #"32[{"x":2,"y":1,"label":"a/b"}]"#)
        }
    }

    @Test("Async handlers of one socket run one after another, and sync ones wait their turn")
    func order() async throws {
        let seen = Mailbox<String>()
        try await use { socket in
            socket.on("slow") { (number: Int) in
                seen.put("begin \(number)")
                try await Task.sleep(for: .milliseconds(number == 1 ? 20 : 1))
                #expect(socket.loop.isCurrent)
                seen.put("end \(number)")
            }
            socket.on("fast") { (number: Int) in seen.put("fast \(number)") }
        } _: { client in
            client.send(#"2["fast",0]"#)
            client.send(#"2["slow",1]"#)
            client.send(#"2["slow",2]"#)
            client.send(#"2["fast",3]"#)
            #expect(await seen.next(6) == ["fast 0", "begin 1", "end 1", "begin 2", "end 2", "fast 3"])
        }
    }

    @Test("Raw arguments are passed on as they came")
    func raw() async throws {
        try await use { socket in
            socket.onRaw("raw") { event, arguments in
                try? socket.emit("back", raw: arguments, count: event.count, attachments: event.attachments)
                event.acknowledgement?.answer(raw: arguments, count: event.count, attachments: event.attachments)
            }
        } _: { client in
            client.send(#"27["raw", {"z":1.50 ,"a":"\u0041"} , "x/y"]"#)
            #expect(await client.packet() == #"2["back",{"z":1.50 ,"a":"\u0041"} , "x/y"]"#)
            #expect(await client.packet() == #"37[{"z":1.50 ,"a":"\u0041"} , "x/y"]"#)
            client.send(#"51-["raw",{"_placeholder":true,"num":0}]"#)
            client.send([1, 2, 3])
            #expect(await client.packet() == #"51-["back",{"_placeholder":true,"num":0}]"#)
            #expect(await client.next() == .binary([1, 2, 3]))
        }
    }

    @Test("Binary is found at any depth, both ways")
    func binary() async throws {
        try await use { socket in
            socket.onEvent("deep") { event in
                try event.acknowledgement?.answer(values: [["copy": event.values[0]], .binary([9])])
            }
        } _: { client in
            client.send(#"52-3["deep",[{"a":{"_placeholder":true,"num":1}},{"_placeholder":true,"num":0}]]"#)
            client.send([0])
            client.send([1])
            let first = #"63-3[{"copy":[{"a":{"_placeholder":true,"num":0}},{"_placeholder":true,"num":1}]},"#
            #expect(await client.packet() == first + #"{"_placeholder":true,"num":2}]"#)
            #expect([await client.next(), await client.next()] == [.binary([1]), .binary([0])])
            #expect(await client.next() == .binary([9]))
        }
    }

    @Test("What doesn't fit, and what a handler throws, is told and not answered")
    func errors() async throws {
        struct Odd: Error {}
        let errors = Mailbox<String>()
        try await use { socket in
            socket.on("number") { (number: Int) -> Int in
                if number % 2 == 1 { throw Odd() }
                return number
            }
            socket.onError { error in errors.put("\(type(of: error))") }
        } _: { client in
            client.send(#"21["number","x"]"#)
            client.send(#"22["number",1]"#)
            client.send(#"23["number",2]"#)
            #expect(await client.packet() == "33[2]")
            #expect(await errors.next(2) == ["DecodingError", "Odd"])
        }
    }

    @Test("Handlers come and go: once, off, offAny")
    func comingAndGoing() async throws {
        let seen = Mailbox<String>()
        try await use { socket in
            socket.once("a") { seen.put("once") }
            let id = socket.on("a") { seen.put("always") }
            let any = socket.onAny { seen.put("any \($0.name)") }
            socket.on("drop") {
                socket.off(id)
                socket.off(any)
            }
            socket.on("drop b") { socket.off("b") }
            socket.on("b") { seen.put("b") }
            socket.on("ping me") { true }
        } _: { client in
            client.send(#"2["a"]"#)
            client.send(#"2["a"]"#)
            client.send(#"2["drop"]"#)
            client.send(#"2["a"]"#)
            client.send(#"2["b"]"#)
            client.send(#"2["drop b"]"#)
            client.send(#"2["b"]"#)
            #expect(await client.roundTrip() == "399[true]")
            seen.put("end")
            #expect(await seen.next(8) == ["any a", "once", "always", "any a", "always", "any drop", "b", "end"])
        }
    }

    @Test("Packet middleware sees every event first, and can drop it")
    func packetMiddleware() async throws {
        let seen = Mailbox<String>()
        try await use { socket in
            socket.use { event in
                try await Task.sleep(for: .milliseconds(1))
                if event.name == "bad" { throw Refusal("dropped") }
                seen.put("use \(event.name)")
            }
            socket.onError { seen.put(($0 as? Refusal)?.message ?? "?") }
            socket.on("bad") { seen.put("bad") }
            socket.on("good") { seen.put("good") }
        } _: { client in
            client.send(#"2["bad"]"#)
            client.send(#"2["good"]"#)
            #expect(await seen.next(3) == ["dropped", "use good", "good"])
        }
    }

    @Test("Outgoing listeners hear events to the socket and those of broadcasts")
    func anyOutgoing() async throws {
        let seen = Mailbox<[String]>()
        try await use { socket in
            socket.onAnyOutgoing { seen.put([$0.name] + $0.values.compactMap(\.string)) }
            socket.on("go") {
                try socket.emit("one", "1")
                try socket.namespace.emit("two", "2")
            }
        } _: { client in
            client.send(#"2["go"]"#)
            #expect(await seen.next(2) == [["one", "1"], ["two", "2"]])
            #expect([await client.packet(), await client.packet()] == [#"2["one","1"]"#, #"2["two","2"]"#])
        }
    }

    @Test("Names are compared as text, however they are written")
    func escapedName() async throws {
        try await use { socket in
            socket.on("café") { true }
            socket.on("7") { 7 }
        } _: { client in
            client.send(#"21["caf\u00e9"]"#)
            #expect(await client.packet() == "31[true]")
            client.send("22[7]")
            #expect(await client.packet() == "32[7]")
        }
    }

    @Test("A reserved name can't be sent")
    func reservedNames() async throws {
        let errors = Mailbox<String>()
        try await use { socket in
            for name in EventName.reserved.sorted() {
                let error = #expect(throws: EventNameError.self) { try socket.emit(name, 1) }
                #expect(error?.name == name)
            }
            errors.put("done")
        } _: { _ in
            #expect(await errors.next() == "done")
        }
    }

    @Test("Events that wait for a handler hold the client back, and are all handled")
    func holdingBack() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.maxQueuedBytes = 4 << 20
        let (seen, gate) = (Mailbox<Int>(), Mailbox<Void>())
        try await use(configuration) { socket in
            socket.on("big") { (number: Int, text: String) in
                if number == 0 { await gate.next() }
                seen.put(number)
            }
        } _: { client in
            let text = String(repeating: "x", count: 100_000)
            for number in 0..<100 { client.send(#"2["big",\#(number),"\#(text)"]"#) }
            gate.put(())
            #expect(await seen.next(100) == Array(0..<100))
        }
    }

    @Test("More events waiting than the limit close the connection, by a named error")
    func queueLimit() async throws {
        var configuration = SocketIOConfiguration()
        configuration.limits.maxQueuedBytes = 1000
        let (seen, gate) = (Mailbox<String>(), Mailbox<Void>())
        try await ServerRig.use(configuration) { rig in
            rig.io.onConnection { socket in
                socket.on("slow") { await gate.next() }
                socket.onError { seen.put("\($0)") }
                socket.onDisconnect { seen.put("\($0.rawValue): \($1)") }
            }
            let client = try await PollingClient(rig)
            #expect(try await client.post("40") == 200)
            #expect(try await client.poll().count == 1)
            let events = Array(repeating: #"42["slow"]"#, count: 40)
            _ = try await client.post(events.joined(separator: "\u{1E}"))
            gate.put(())
            let error = "more than 1000 bytes of events waiting for handlers (setting: maxQueuedBytes)"
            #expect(await seen.next(2) == [error, "forced server close: \(error)"])
        }
    }
}
