@testable import SocketIOCore

extension Packet {
    /// The event that this packet has to be.
    func event() throws -> Event {
        guard case .event(let event) = content else { throw Unexpected(packet: self) }
        return event
    }

    private struct Unexpected: Error { let packet: Packet }
}
