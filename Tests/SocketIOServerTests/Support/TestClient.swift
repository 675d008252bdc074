import Foundation
import Transport
import WebSocketCore

/// What came on a WebSocket.
enum Frame: Equatable, Sendable {
    case text(String)
    case binary([UInt8])
    case closed

    /// The text without Engine.IO's type, if this is a message.
    var message: String? {
        guard case .text(let text) = self, text.hasPrefix("4") else { return nil }
        return String(text.dropFirst())
    }
}

/// Answers pings, and keeps all else.
final class FrameReader: WebSocketHandler {
    private let inbox: Mailbox<Frame>

    init(_ inbox: Mailbox<Frame>) { self.inbox = inbox }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        let bytes = payload.withUnsafeBytes { Array($0) }
        guard kind == .text else { return inbox.put(.binary(bytes)) }
        let text = String(decoding: bytes, as: UTF8.self)
        if text == "2" { socket.send("3") } else { inbox.put(.text(text)) }
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) { inbox.put(.closed) }
}

/// A client that speaks Engine.IO by hand on a WebSocket.
struct TestClient: Sendable {
    let socket: WebSocket
    let inbox: Mailbox<Frame>

    /// Sends a Socket.IO packet.
    func send(_ packet: String) { socket.send("4" + packet) }

    func send(_ bytes: [UInt8]) { socket.send(.binary, bytes) }

    func next() async -> Frame { await inbox.next() }

    /// The next Socket.IO packet in text; nil for anything else.
    func packet() async -> String? { await next().message }

    /// Joins a namespace, and returns the payload of the answer.
    func connect(_ namespace: String = "/", auth: String = "") async -> String {
        let prefix = namespace == "/" ? "" : namespace + ","
        send("0\(prefix)\(auth)")
        return String((await packet() ?? "").dropFirst(1 + prefix.count))
    }

    /// Comes back when the server has handled all that was sent: by an event that is answered, if the test has put
    /// up a handler for it.
    func roundTrip(_ namespace: String = "") async -> String? {
        send("2\(namespace)99[\"ping me\"]")
        return await packet()
    }

    /// Goes away without a word.
    func vanish() { socket.terminate() }

    func close() { socket.close() }
}

/// A member of a JSON object that is a string.
func member(_ name: String, of json: String) -> String? {
    let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return object?[name] as? String
}
