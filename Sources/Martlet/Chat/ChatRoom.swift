import Transport
import WebSocketCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One room: who is in it, and what is said there. It lives on one loop, which puts all that happens into one
/// order; each member's socket lives on a loop of its own.
final class ChatRoom: @unchecked Sendable {
    let channel: String
    let loop: Loop
    private let audience: Audience
    private var members: [String: ChatMember] = [:]
    /// The most members named in an answer; the count is always true.
    private static let listed = 1000

    init(channel: String, loop: Loop, loops: LoopGroup) {
        self.channel = channel
        self.loop = loop
        audience = Audience(loops)
    }

    /// Lets a person in, or gives them another name. On the room's loop.
    func join(_ member: ChatMember, _ socket: WebSocket, id: Int?) {
        let isNew = members.updateValue(member, forKey: member.id) == nil
        let joined = ChatOutput.Joined(
            channel: channel,
            me: member,
            members: Array(members.values.prefix(Self.listed)),
            count: members.count
        )
        socket.send(.text, ChatOutput.answer(id, joined))
        guard isNew else { return }
        let arrival = ChatOutput.Arrival(channel: channel, member: member, count: members.count)
        audience.publish(.text, ChatOutput.event("joined", arrival), except: socket)
        audience.join(socket)
    }

    /// Says something to everyone, the sender too. On the room's loop.
    func publish(_ text: ChatText, from memberID: String, _ socket: WebSocket, id: Int?) {
        guard let member = members[memberID] else {
            let error = ChatError(code: "not_joined", message: "Join \(channel) before publishing to it.")
            return socket.send(.text, ChatOutput.failure(id, error))
        }
        let time = Int64(Date().timeIntervalSince1970 * 1000)
        let said = ChatOutput.Said(channel: channel, from: member, data: text, time: time)
        audience.publish(.text, ChatOutput.event("message", said))
        socket.send(.text, ChatOutput.answer(id, ChatOutput.Done(channel: channel)))
    }

    /// Lets a person out. On the room's loop.
    ///
    /// - Parameter reason: `left`, `closed` or `lost`.
    /// - Returns: whether the room is empty now.
    func leave(_ memberID: String, _ socket: WebSocket, reason: String) -> Bool {
        audience.leave(socket)
        if members.removeValue(forKey: memberID) != nil {
            let departure = ChatOutput.Departure(channel: channel, id: memberID, reason: reason, count: members.count)
            audience.publish(.text, ChatOutput.event("left", departure), except: socket)
        }
        return members.isEmpty
    }
}
