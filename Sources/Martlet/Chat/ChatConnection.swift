import Transport
import WebSocketCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One client of the chat: reads its requests and passes them to the rooms.
final class ChatConnection: WebSocketHandler {
    private let service: ChatService
    private let id = ChatConnection.makeID()
    private var channels: Set<String> = []
    private var rate = RateLimit(perSecond: 20, burst: 40)
    private static let maxChannels = 32

    init(_ service: ChatService) {
        self.service = service
    }

    private static func makeID() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        let data = payload.withUnsafeBytes { Data($0) }
        guard kind == .text, let request = try? JSONDecoder().decode(ChatRequest.self, from: data) else {
            let error = ChatError(code: "bad_message", message: "Send JSON text such as {\"event\":\"join\",…}.")
            return socket.send(.text, ChatOutput.failure(nil, error))
        }
        do throws(ChatError) {
            guard rate.take(at: socket.loop.now) else {
                throw ChatError(code: "rate_limited", message: "Too many messages; wait a second.")
            }
            try handle(request, socket)
        } catch {
            socket.send(.text, ChatOutput.failure(request.id, error))
        }
    }

    private func handle(_ request: ChatRequest, _ socket: WebSocket) throws(ChatError) {
        let body = request.data
        let channel = try ChatRules.channel(body.channel)
        let (directory, member, id) = (service.directory(of: channel), self.id, request.id)
        switch request.event {
        case "join":
            guard channels.count < Self.maxChannels || channels.contains(channel) else {
                throw ChatError(code: "too_many", message: "One connection may be in \(Self.maxChannels) rooms.")
            }
            let person = ChatMember(
                id: member,
                name: try ChatRules.name(body.name),
                avatar: try ChatRules.avatar(body.avatar)
            )
            channels.insert(channel)
            directory.loop.execute { directory.join(channel, person, socket, id: id) }
        case "publish":
            let text = try ChatRules.text(body.data)
            directory.loop.execute { directory.publish(channel, text, from: member, socket, id: id) }
        case "leave":
            channels.remove(channel)
            directory.loop.execute {
                directory.leave(channel, member, socket, reason: "left")
                socket.send(.text, ChatOutput.answer(id, ChatOutput.Done(channel: channel)))
            }
        default:
            throw ChatError(code: "unknown_event", message: "There is join, publish and leave.", field: "event")
        }
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        let reason =
            switch ending {
            case .byPeer, .byUs: "closed"
            case .violation, .lost: "lost"
            }
        let member = id
        for channel in channels {
            let directory = service.directory(of: channel)
            directory.loop.execute { directory.leave(channel, member, socket, reason: reason) }
        }
    }
}
