#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a client of the chat room sends on `/ws`: an event with its data, and an id if it wants an answer.
///
/// A field of another type than expected is read as missing, so that the answer can name it.
struct ChatRequest: Decodable {
    var event: String
    var data: Body
    /// Comes back in the answer.
    var id: Int?

    struct Body: Decodable {
        var channel: String?
        var name: String?
        var avatar: String?
        var data: ChatText?

        init() {}

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            channel = try? fields.decode(String.self, forKey: .channel)
            name = try? fields.decode(String.self, forKey: .name)
            // A missing avatar is an empty one; one of another type is a mistake.
            avatar = fields.contains(.avatar) ? try? fields.decode(String.self, forKey: .avatar) : ""
            data = try? fields.decode(ChatText.self, forKey: .data)
        }

        private enum CodingKeys: CodingKey { case channel, name, avatar, data }
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try? fields.decode(Int.self, forKey: .id)
        event = (try? fields.decode(String.self, forKey: .event)) ?? ""
        data = (try? fields.decode(Body.self, forKey: .data)) ?? Body()
    }

    private enum CodingKeys: CodingKey { case event, data, id }
}

/// What a message in a room carries.
struct ChatText: Codable, Sendable {
    var text: String
}

/// A person in a room, as others see them.
struct ChatMember: Codable, Sendable, Equatable {
    var id: String
    var name: String
    var avatar: String
}

/// What went wrong with one request. `code` is for programs, `message` for people.
struct ChatError: Error, Encodable {
    var code: String
    var message: String
    var field: String?

    static func invalid(_ field: String, _ message: String) -> ChatError {
        ChatError(code: "invalid", message: message, field: field)
    }
}

/// What the server sends: the answer to a request, or an event.
enum ChatOutput {
    struct Message<Body: Encodable>: Encodable {
        var event: String
        var id: Int?
        var data: Body?
        var error: ChatError?
    }

    struct Joined: Encodable {
        var channel: String
        var me: ChatMember
        var members: [ChatMember]
        var count: Int
    }

    struct Arrival: Encodable {
        var channel: String
        var member: ChatMember
        var count: Int
    }

    struct Departure: Encodable {
        var channel: String
        var id: String
        var reason: String
        var count: Int
    }

    struct Said: Encodable {
        var channel: String
        var from: ChatMember
        var data: ChatText
        /// Milliseconds since 1970.
        var time: Int64
    }

    struct Done: Encodable {
        var channel: String
    }

    static func event(_ name: String, _ data: some Encodable) -> [UInt8] {
        encode(Message(event: name, data: data))
    }

    static func answer(_ id: Int?, _ data: some Encodable) -> [UInt8] {
        encode(Message(event: "ack", id: id, data: data))
    }

    static func failure(_ id: Int?, _ error: ChatError) -> [UInt8] {
        encode(Message<Done>(event: id == nil ? "error" : "ack", id: id, error: error))
    }

    private static func encode(_ message: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // Encoding strings and integers can't fail; an empty object would show a mistake at once.
        return (try? encoder.encode(message)).map(Array.init) ?? Array("{}".utf8)
    }
}
