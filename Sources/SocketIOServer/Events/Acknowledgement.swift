import EngineIOCore
public import SocketIOCore
import Synchronization

/// The answer that a client awaits to one event. It can be given once, from any thread; later ones do nothing.
public final class Acknowledgement: Sendable {
    private let socket: Socket
    private let id: UInt64
    private let isGiven = Atomic<Bool>(false)

    init(of id: UInt64, from socket: Socket) {
        self.socket = socket
        self.id = id
    }

    /// Answers with these values.
    ///
    /// - Throws: if one can't be encoded; nothing is answered then.
    public func answer<each Answer: Encodable>(_ values: repeat each Answer) throws {
        try answer(values: ValueEncoder().encode(arguments: repeat each values))
    }

    /// Answers with these values.
    ///
    /// - Throws: if one can't be written; nothing is answered then.
    public func answer(values: [Value]) throws(ValueWritingError) {
        let packet = OutgoingPacket(namespace: socket.namespace.name, .ack(id, values))
        let packets = try packet.packets(as: socket.payloadFormat)
        if take() { socket.transmit(packets) }
    }

    /// Answers with values that are encoded already: see ``EventEmitter/emit(_:raw:count:attachments:)``.
    public func answer(raw values: RawSpan, count: Int, attachments: [[UInt8]] = []) {
        guard take() else { return }
        socket.transmit(attachments) { [id] name, bytes in
            switch socket.payloadFormat {
            case .json:
                bytes.append(EnginePacketType.message.digit)
                PacketWriter.acknowledgement(
                    of: id,
                    arguments: values,
                    namespace: name,
                    attachments: attachments.count,
                    into: &bytes
                )
            case .messagePack:
                MessagePackPacketWriter.acknowledgement(
                    of: id,
                    arguments: values,
                    count: count,
                    namespace: name,
                    into: &bytes
                )
            }
        }
    }

    private func take() -> Bool { !isGiven.exchange(true, ordering: .relaxed) }
}
