@testable import WebSocketCore

extension String {
    /// The lines of a head as they go over the wire, with its empty line.
    var head: [UInt8] { Array((split(separator: "\n").joined(separator: "\r\n") + "\r\n\r\n").utf8) }
}

/// Reads a whole head.
func readHead(_ bytes: [UInt8], limits: MessageHead.Limits = .init()) throws(MessageHead.ParseError) -> MessageHead? {
    var reader = HeadReader(limits: limits)
    return try bytes.withUnsafeBufferPointer { buffer throws(MessageHead.ParseError) in
        try reader.accept(UnsafeRawBufferPointer(buffer))?.head
    }
}

/// A good request (RFC 6455 §1.3), to be spoilt by tests.
struct Request {
    var line = "GET /chat HTTP/1.1"
    var fields: [(String, String)] = [
        ("Host", "server.example.com"), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Version", "13"),
    ]

    var bytes: [UInt8] { ([line] + fields.map { "\($0): \($1)" }).joined(separator: "\n").head }

    /// The same with other values of a field: none to leave it out, several for as many lines.
    func with(_ name: String, _ values: String...) -> Request {
        var changed = self
        changed.fields.removeAll { $0.0 == name }
        changed.fields += values.map { (name, $0) }
        return changed
    }

    func with(line: String) -> Request {
        var changed = self
        changed.line = line
        return changed
    }
}

/// What a server says to a request.
func answer(
    _ request: Request,
    by server: ServerHandshake = ServerHandshake()
) throws(HandshakeRejection) -> ServerHandshake.Agreement {
    let head: RequestHead
    do {
        guard let read = try readHead(request.bytes) else { throw MessageHead.ParseError.malformed }
        head = try RequestHead(read)
    } catch let error as MessageHead.ParseError {
        throw HandshakeRejection(error)
    } catch {
        throw HandshakeRejection(.malformed)
    }
    return try server.answer(head)
}
