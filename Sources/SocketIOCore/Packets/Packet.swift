/// A received Socket.IO packet (protocol v5): what it is, and where its parts lie in the received bytes.
///
/// Nothing is decoded or copied: every range is an offset into the message from which the packet was read. A payload
/// that is only passed on stays the bytes that it came as.
public struct Packet: Hashable, Sendable {
    /// The namespace's name with its slash; empty for the main namespace `/`.
    public let namespace: Range<Int>
    /// The packet's type and the parts that only this type has.
    public let content: Content

    /// What a packet can be.
    public enum Content: Hashable, Sendable {
        /// CONNECT, with an object as payload if there is one.
        case connect(Range<Int>?)
        /// DISCONNECT.
        case disconnect
        /// EVENT or BINARY_EVENT.
        case event(Event)
        /// ACK or BINARY_ACK.
        case ack(Acknowledgement)
        /// CONNECT_ERROR; the payload is an object or a string.
        case connectError(Range<Int>)
    }

    /// An event.
    public struct Event: Hashable, Sendable {
        /// The event's name.
        public let name: EventName
        /// What follows the name.
        public let arguments: Arguments
        /// The id under which the other side awaits an acknowledgement, if it does.
        public let id: UInt64?
        /// How many binary messages belong to the packet.
        public let attachments: Int
    }

    /// An acknowledgement of an event.
    public struct Acknowledgement: Hashable, Sendable {
        /// The id that came with the event.
        public let id: UInt64
        /// The elements of the payload.
        public let arguments: Arguments
        /// How many binary messages belong to the packet.
        public let attachments: Int
    }

    /// How many binary messages belong to the packet and follow it.
    public var attachments: Int {
        switch content {
        case .event(let event): event.attachments
        case .ack(let ack): ack.attachments
        case .connect, .disconnect, .connectError: 0
        }
    }
}

/// The types of packets as the wire has them (protocol v5, "Packet encoding").
enum PacketType: UInt8 {
    case connect = 0
    case disconnect, event, ack, connectError, binaryEvent, binaryAck

    var digit: UInt8 { UInt8(ascii: "0") + rawValue }

    init?(digit: UInt8) {
        guard digit >= UInt8(ascii: "0") else { return nil }
        self.init(rawValue: digit - UInt8(ascii: "0"))
    }

    var isBinary: Bool { self == .binaryEvent || self == .binaryAck }
}

/// How payloads are written: the default parser's JSON, or that of `socket.io-msgpack-parser`.
public enum PayloadFormat: Sendable {
    /// JSON in text messages, attachments beside it.
    case json
    /// MessagePack, everything in one binary message.
    case messagePack
}
