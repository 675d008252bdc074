import EngineIOCore
import EngineIOServer
import SocketIOCore
import SocketIOServer
import Testing
import Transport

@Suite("Disconnecting", .timeLimit(.minutes(1)))
struct DisconnectTests {
    /// A client, its socket, and what the socket is told at its end.
    private func use(
        _ configuration: SocketIOConfiguration = .init(),
        _ body: (ServerRig, TestClient, Socket, Mailbox<String>) async throws -> Void
    ) async throws {
        try await ServerRig.use(configuration) { rig in
            let (sockets, told) = (Mailbox<Socket>(), Mailbox<String>())
            rig.io.onConnection { socket in
                socket.join("room")
                socket.onDisconnecting { reason in
                    told.put("disconnecting, rooms: \(socket.rooms.count), connected: \(socket.isConnected)")
                }
                socket.onDisconnect { reason, _ in
                    told.put("\(reason.rawValue), connected: \(socket.isConnected)")
                }
                sockets.put(socket)
            }
            let client = try await rig.connect()
            try await body(rig, client, await sockets.next(), told)
        }
    }

    private static let disconnecting = "disconnecting, rooms: 2, connected: true"

    @Test("The client leaves the namespace")
    func clientLeaves() async throws {
        try await use { rig, client, _, told in
            client.send("1")
            #expect(await told.next(2) == [Self.disconnecting, "client namespace disconnect, connected: false"])
            #expect(await rig.io.main.socketIDs().isEmpty)
            #expect(member("sid", of: await client.connect()) != nil)
        }
    }

    @Test("The client closes its WebSocket, or is gone")
    func transportEnds() async throws {
        try await use { _, client, _, told in
            client.close()
            #expect(await told.next(2) == [Self.disconnecting, "transport close, connected: false"])
        }
        try await use { _, client, _, told in
            client.vanish()
            #expect(await told.next(2).last?.hasPrefix("transport ") == true)
        }
    }

    @Test("The client stops to answer pings")
    func pingTimeout() async throws {
        var configuration = SocketIOConfiguration()
        configuration.engine.session.pingInterval = 300
        configuration.engine.session.pingTimeout = 300
        try await use(configuration) { _, client, _, told in
            client.socket.setReading(false)
            #expect(await told.next(2) == [Self.disconnecting, "ping timeout, connected: false"])
        }
    }

    @Test("The server disconnects a socket; what the client sends meanwhile is passed over")
    func serverDisconnects() async throws {
        try await use { rig, client, socket, told in
            socket.disconnect()
            client.send(#"2["late"]"#)
            #expect(await client.packet() == "1")
            #expect(await told.next(2) == [Self.disconnecting, "server namespace disconnect, connected: false"])
            try socket.emit("nobody hears")
            #expect(member("sid", of: await client.connect()) != nil)
        }
    }

    @Test("The server closes the connection, with all its namespaces")
    func serverCloses() async throws {
        try await use { rig, client, socket, told in
            rig.io.of("/other").onConnection { other in
                other.onDisconnect { reason, _ in told.put("other: \(reason.rawValue)") }
            }
            _ = await client.connect("/other")
            socket.disconnect(closingSession: true)
            let last = await told.next(3)
            #expect(last.contains("server namespace disconnect, connected: false"))
            #expect(last.contains("other: server namespace disconnect"))
            #expect([await client.packet(), await client.packet()] == ["1", "1/other,"])
            #expect(await client.next() == .closed)
        }
    }

    @Test("The server shuts down: everyone is told, and nobody is let in again")
    func shutdown() async throws {
        try await use { rig, client, _, told in
            rig.io.close()
            #expect(await told.next(2) == [Self.disconnecting, "server shutting down, connected: false"])
            #expect(await client.next() == .closed)
            let (status, _) = try await PollingClient.request(rig.port, "GET", "")
            #expect(status == 503)
            await #expect(throws: (any Error).self) { try await rig.open() }
        }
    }

    @Test("Events that came before the end are handled, and the end is told behind them")
    func behindEvents() async throws {
        try await ServerRig.use { rig in
            let (seen, gate) = (Mailbox<String>(), Mailbox<Void>())
            rig.io.onConnection { socket in
                socket.on("slow") { (number: Int) in
                    await gate.next()
                    seen.put("\(number), connected: \(socket.isConnected)")
                }
                socket.onDisconnecting { _ in seen.put("disconnecting") }
                socket.onDisconnect { _, _ in seen.put("disconnected") }
            }
            let client = try await rig.connect()
            client.send(#"2["slow",1]"#)
            client.send(#"2["slow",2]"#)
            client.send("1")
            #expect(await seen.next() == "disconnecting")
            gate.put(())
            gate.put(())
            #expect(await seen.next(3) == ["1, connected: false", "2, connected: false", "disconnected"])
        }
    }

    @Test("A socket that is gone is let go of, although its handlers refer to it")
    func released() async throws {
        try await ServerRig.use { rig in
            final class Witness: Sendable {
                let ended: Mailbox<Void>
                init(_ ended: Mailbox<Void>) { self.ended = ended }
                deinit { ended.put(()) }
            }
            let ended = Mailbox<Void>()
            rig.io.onConnection { socket in
                let witness = Witness(ended)
                socket.on("x") { (number: Int) in
                    withExtendedLifetime(witness) {}
                    try socket.emit("y", number)
                }
            }
            let client = try await rig.connect()
            client.send(#"2["x",1]"#)
            #expect(await client.packet() == #"2["y",1]"#)
            client.vanish()
            await ended.next()
        }
    }
}
