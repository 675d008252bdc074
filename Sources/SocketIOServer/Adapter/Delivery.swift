import EngineIOCore
import WebSocketCore

/// A broadcast on its way to the loops: encoded once for all of them.
final class Delivery: Sendable {
    let event: OutgoingEvent
    let options: BroadcastOptions
    let packets: [EncodedPacket]
    /// The packets as WebSocket messages.
    let messages: [(WebSocketCore.MessageKind, [UInt8])]
    /// The event's place in the log; nil for what isn't there.
    let sequence: UInt64?

    init(
        _ event: OutgoingEvent,
        _ options: BroadcastOptions,
        namespace: String,
        id: UInt64? = nil,
        logged: LoggedEvent? = nil
    ) {
        self.event = event
        self.options = options
        packets = event.packets(namespace: namespace, id: id, offset: logged?.offset)
        messages = packets.map { packet in
            switch packet {
            case .text(let bytes): (.text, bytes)
            case .binary(let bytes): (.binary, bytes)
            }
        }
        sequence = logged?.sequence
    }
}
