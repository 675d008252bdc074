@testable import EngineIOCore

/// A client's and a server's session, joined by a network that delays as a script says but loses nothing.
struct Wire {
    private var client: ClientSession
    private var server: ServerSession?
    private var script: Script
    private var now: Milliseconds = 0
    private var nextLink: LinkID = 1
    private var configuration = SessionConfiguration()
    private var webSocket: LinkID?
    /// What is on its way; WebSocket messages of one direction keep their order.
    private var toServer: [Passage] = []
    private var toClient: [Passage] = []
    private var clientSent: [EncodedPacket] = []
    private var serverSent: [EncodedPacket] = []
    private var clientHeard: [EncodedPacket] = []
    private var serverHeard: [EncodedPacket] = []
    private var fault: String?
    private(set) var hasUpgraded = false

    private enum Passage {
        case get(LinkID)
        case post(LinkID, [UInt8])
        case openWebSocket(LinkID)
        case message(EncodedPacket)
        case pollAnswer([UInt8])
        case postAnswer
        case accepted

        var isWebSocket: Bool {
            switch self {
            case .openWebSocket, .message, .accepted: true
            case .get, .post, .pollAnswer, .postAnswer: false
            }
        }
    }

    /// Runs a script and then lets everything arrive; returns what went wrong, and whether the session was upgraded.
    static func run(_ bytes: [UInt8], transports: [TransportName]) -> (fault: String?, hasUpgraded: Bool) {
        var wire = Wire(bytes, transports: transports)
        while wire.fault == nil, !wire.script.isAtEnd { wire.step() }
        for _ in 0..<400 where wire.fault == nil {
            wire.now += 10
            wire.arrive()
            wire.tick()
        }
        if wire.fault == nil, wire.serverHeard != wire.clientSent {
            wire.fault = "the server heard \(wire.serverHeard.count) of \(wire.clientSent.count)"
        }
        if wire.fault == nil, wire.clientHeard != wire.serverSent {
            wire.fault = "the client heard \(wire.clientHeard.count) of \(wire.serverSent.count)"
        }
        return (wire.fault, wire.hasUpgraded)
    }

    private init(_ bytes: [UInt8], transports: [TransportName]) {
        script = Script(bytes)
        configuration.pingInterval = 300
        configuration.pingTimeout = 4000
        var settings = ClientConfiguration()
        settings.transports = transports
        client = ClientSession(configuration: settings)
        var actions: [ClientAction] = []
        client.start(now: 0, into: &actions)
        carry(actions, [])
    }

    private mutating func step() {
        now += Milliseconds(script.byte() % 16)
        switch script.number(below: 6) {
        case 0: sendFromClient()
        case 1: sendFromServer()
        default: arrive()
        }
        tick()
    }

    private mutating func packet(_ count: Int) -> EncodedPacket {
        script.byte() & 1 == 0 ? EncodedPacket(.message, "m\(count)") : .binary([UInt8(count & 255), 0, 255])
    }

    private mutating func sendFromClient() {
        guard client.isOpen else { return }
        var actions: [ClientAction] = []
        let packet = packet(clientSent.count)
        clientSent.append(packet)
        client.send(packet, into: &actions)
        client.flush(into: &actions)
        carry(actions, [])
    }

    private mutating func sendFromServer() {
        guard server?.isOpen == true else { return }
        var actions: [ServerAction] = []
        let packet = packet(serverSent.count)
        serverSent.append(packet)
        server?.send(packet, into: &actions)
        server?.flush(into: &actions)
        carry(actions, [])
    }

    private mutating func tick() {
        var clientActions: [ClientAction] = []
        client.tick(now: now, into: &clientActions)
        carry(clientActions, [])
        var serverActions: [ServerAction] = []
        server?.tick(now: now, into: &serverActions)
        carry(serverActions, [])
    }

    /// Lets one thing arrive each way: any request or answer, but WebSocket messages only in their order.
    private mutating func arrive() {
        if let passage = Self.take(from: &toServer, at: Int(script.byte())) { serverHears(passage) }
        if let passage = Self.take(from: &toClient, at: Int(script.byte())) { clientHears(passage) }
    }

    private static func take(from passages: inout [Passage], at choice: Int) -> Passage? {
        guard !passages.isEmpty else { return nil }
        var index = choice % passages.count
        if passages[index].isWebSocket { index = passages.firstIndex { $0.isWebSocket } ?? index }
        return passages.remove(at: index)
    }

    private mutating func serverHears(_ passage: Passage) {
        var actions: [ServerAction] = []
        switch passage {
        case .get(let link):
            guard server == nil else {
                server?.pollArrived(link, now: now, into: &actions)
                break
            }
            server = ServerSession(
                sid: "s",
                configuration: configuration,
                transport: .polling,
                link: link,
                now: now,
                into: &actions
            )
        case .post(let link, var body):
            server?.postBegan(link, now: now, into: &actions)
            server?.postEnded(link, body: &body, now: now, into: &actions)
            return carry(actions, body)
        case .openWebSocket(let link):
            toClient.append(.accepted)
            guard server == nil else {
                server?.webSocketOpened(link, now: now, into: &actions)
                break
            }
            server = ServerSession(
                sid: "s",
                configuration: configuration,
                transport: .websocket,
                link: link,
                now: now,
                into: &actions
            )
        case .message(.text(let bytes)):
            guard let webSocket else { return }
            server?.webSocketReceived(bytes.span.bytes, as: .text, on: webSocket, now: now, into: &actions)
            return carry(actions, bytes)
        case .message(.binary(let bytes)):
            guard let webSocket else { return }
            server?.webSocketReceived(bytes.span.bytes, as: .binary, on: webSocket, now: now, into: &actions)
            return carry(actions, bytes)
        case .pollAnswer, .postAnswer, .accepted: break
        }
        carry(actions, [])
    }

    private mutating func clientHears(_ passage: Passage) {
        var actions: [ClientAction] = []
        switch passage {
        case .pollAnswer(var body):
            client.pollCompleted(body: &body, now: now, into: &actions)
            return carry(actions, body)
        case .postAnswer: client.postCompleted(now: now, into: &actions)
        case .accepted: client.webSocketOpened(now: now, into: &actions)
        case .message(.text(let bytes)):
            client.webSocketReceived(bytes.span.bytes, as: .text, now: now, into: &actions)
            return carry(actions, bytes)
        case .message(.binary(let bytes)):
            client.webSocketReceived(bytes.span.bytes, as: .binary, now: now, into: &actions)
            return carry(actions, bytes)
        case .get, .post, .openWebSocket: break
        }
        carry(actions, [])
    }

    private mutating func carry(_ actions: [ClientAction], _ bytes: [UInt8]) {
        for action in actions {
            switch action {
            case .get: toServer.append(.get(link()))
            case .post(let body): toServer.append(.post(link(), body))
            case .openWebSocket:
                webSocket = link()
                toServer.append(.openWebSocket(webSocket ?? 0))
            case .send(let packet): toServer.append(.message(packet))
            case .deliver(let delivery): clientHeard.append(Self.packet(delivery, bytes))
            case .opened: break
            case .upgraded: hasUpgraded = true
            case .closeWebSocket, .closed: fault = fault ?? "client: \(action) at \(now)"
            }
        }
    }

    private mutating func carry(_ actions: [ServerAction], _ bytes: [UInt8]) {
        for action in actions {
            switch action {
            case .respond(_, .payload(let body)): toClient.append(.pollAnswer(body))
            case .respond(_, .ok): toClient.append(.postAnswer)
            case .send(_, let packet): toClient.append(.message(packet))
            case .deliver(let delivery): serverHeard.append(Self.packet(delivery, bytes))
            case .upgraded: break
            case .respond, .closeWebSocket, .closed: fault = fault ?? "server: \(action) at \(now)"
            }
        }
    }

    private mutating func link() -> LinkID {
        defer { nextLink += 1 }
        return nextLink
    }

    private static func packet(_ delivery: Delivery, _ bytes: [UInt8]) -> EncodedPacket {
        switch delivery {
        case .text(let range): .text([EnginePacketType.message.digit] + bytes[range])
        case .binary(let range): .binary(Array(bytes[range]))
        }
    }
}
