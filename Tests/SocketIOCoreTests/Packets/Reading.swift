@testable import SocketIOCore

/// A packet taken apart into texts, to be compared with a table.
struct Reading: Equatable, CustomStringConvertible {
    var kind = ""
    var namespace = ""
    var name: String?
    var id: UInt64?
    var attachments = 0
    /// The raw text of each argument, or of the payload.
    var payload: [String] = []

    init(of text: String, limits: ConnectionLimits = ConnectionLimits()) throws(PacketError) {
        let bytes = Array(text.utf8)
        let packet = try Packet(text: bytes.span.bytes, limits: limits)
        func raw(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        namespace = raw(packet.namespace)
        attachments = packet.attachments
        payload = packet.arguments?.ranges(in: bytes.span.bytes).map(raw) ?? []
        switch packet.content {
        case .connect(let auth): (kind, payload) = ("connect", auth.map { [raw($0)] } ?? [])
        case .disconnect: kind = "disconnect"
        case .connectError(let range): (kind, payload) = ("error", [raw(range)])
        case .event(let event): (kind, name, id) = ("event", event.name.text(in: bytes.span.bytes), event.id)
        case .ack(let ack): (kind, id) = ("ack", ack.id)
        }
    }

    init(
        _ kind: String,
        in namespace: String = "",
        name: String? = nil,
        id: UInt64? = nil,
        attachments: Int = 0,
        _ payload: String...
    ) {
        (self.kind, self.namespace, self.name, self.id) = (kind, namespace, name, id)
        (self.attachments, self.payload) = (attachments, payload)
    }

    var description: String { "\(kind) \(namespace) \(name ?? "") \(id ?? 0) \(attachments) \(payload)" }
}
