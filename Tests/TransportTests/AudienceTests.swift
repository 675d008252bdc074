import Testing
import Transport
import WebSocketCore

@Suite("Audiences")
struct AudienceTests {
    @Test("everyone hears everything in order, on all loops, but for the one left out", arguments: [1, 3])
    func order(loopCount: Int) async throws {
        let audienceBox = Box<Audience>()
        try await TestRig(loops: loopCount) { loops in
            let audience = Audience(loops)
            audienceBox.value = audience
            return ListenerConfiguration(port: 0) { _ in WebSocketRoute { _ in Joins(audience) } }
        }.use { rig in
            let clients = try await connectAll(rig, 12)
            let audience = try #require(audienceBox.value)
            await waitUntil { audience.count == 12 }
            for number in 0..<200 { audience.publish(.text, Array("\(number)".utf8)) }
            for (_, recorder) in clients {
                #expect(await recorder.first(201).dropFirst() == (0..<200).map { .text("\($0)") }[...])
            }
        }
    }

    @Test("members with and without compression hear the same")
    func compression() async throws {
        let audienceBox = Box<Audience>()
        try await TestRig { loops in
            let audience = Audience(loops)
            audienceBox.value = audience
            return ListenerConfiguration(port: 0) { _ in WebSocketRoute { _ in Joins(audience) } }
        }.use { rig in
            var plain = WebSocketClient.Configuration()
            plain.offersCompression = false
            let one = try await rig.connect(configuration: plain)
            let other = try await rig.connect()
            let audience = try #require(audienceBox.value)
            await waitUntil { audience.count == 2 }
            let text = String(repeating: "the same for all ", count: 500)
            audience.publish(.text, Array(text.utf8))
            for (_, recorder) in [one, other] { #expect(await recorder.first(2).last == .text(text)) }
        }
    }

    @Test("who closes or leaves hears no more, and the others go on")
    func leaving() async throws {
        let audienceBox = Box<Audience>()
        try await TestRig { loops in
            let audience = Audience(loops)
            audienceBox.value = audience
            return ListenerConfiguration(port: 0) { _ in WebSocketRoute { _ in Joins(audience) } }
        }.use { rig in
            let clients = try await connectAll(rig, 5)
            let audience = try #require(audienceBox.value)
            await waitUntil { audience.count == 5 }
            clients[0].0.terminate()
            clients[2].0.close()
            await waitUntil { audience.count == 3 }
            audience.publish(.text, Array("hi".utf8))
            for index in [1, 3, 4] { #expect(await clients[index].1.first(2).last == .text("hi")) }
            #expect(!clients[0].1.events.contains(.text("hi")))
        }
    }

    private func connectAll(_ rig: TestRig, _ count: Int) async throws -> [(WebSocket, Recorder)] {
        var clients: [(WebSocket, Recorder)] = []
        for _ in 0..<count { clients.append(try await rig.connect()) }
        return clients
    }
}

private final class Joins: WebSocketHandler {
    private let audience: Audience
    init(_ audience: Audience) { self.audience = audience }
    func opened(_ socket: WebSocket) { audience.join(socket) }
    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}
}
