/// What names and texts may be. Anything else is refused with the field's name.
enum ChatRules {
    static func channel(_ channel: String?) throws(ChatError) -> String {
        guard let channel else { throw .invalid("channel", "Say which channel, such as room:lobby.") }
        let name = channel.utf8.dropFirst(5)
        guard channel.hasPrefix("room:"), (1...64).contains(name.count), name.allSatisfy(isNameByte) else {
            throw .invalid("channel", "A room is named room: and 1 to 64 letters, digits, '-', '_' or '.'.")
        }
        return channel
    }

    static func name(_ name: String?) throws(ChatError) -> String {
        guard let name, (1...40).contains(name.count), name.utf8.count <= 200, isPrintable(name),
            name.contains(where: { !$0.isWhitespace })
        else { throw .invalid("name", "A name has 1 to 40 characters and no control characters.") }
        return name
    }

    static func avatar(_ avatar: String?) throws(ChatError) -> String {
        guard let avatar, avatar.utf8.count <= 64, isPrintable(avatar) else {
            throw .invalid("avatar", "An avatar has at most 64 bytes, such as an emoji.")
        }
        return avatar
    }

    static func text(_ text: ChatText?) throws(ChatError) -> ChatText {
        guard let text, !text.text.isEmpty, text.text.utf8.count <= 16_384 else {
            throw .invalid("data", "A message has a text of 1 to 16384 bytes.")
        }
        return text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
