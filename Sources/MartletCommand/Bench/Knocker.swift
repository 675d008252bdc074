import Transport
import WebSocketCore

/// Connects, drops the connection when it is open, and connects anew. On one loop.
final class Knocker: WebSocketHandler {
    private let lane: Lane
    private let dialer: Dialer
    private let sources: SourceAddresses
    private var number: Int
    private let step: Int
    private var startedAt: UInt64 = 0

    /// - Parameters:
    ///   - number: that of its first connection.
    ///   - step: from one of its connections to the next.
    init(_ lane: Lane, _ dialer: Dialer, _ sources: SourceAddresses, number: Int, step: Int) {
        self.lane = lane
        self.dialer = dialer
        self.sources = sources
        self.number = number
        self.step = step
    }

    func knock() {
        startedAt = MonotonicClock.now()
        number &+= step
        dialer.dial(on: lane.loop, from: sources[number], handler: self) { error in
            self.lane.progress.connectionFailed(error)
            // Not at once: what fails within the call would fail for ever.
            self.lane.loop.schedule(after: .milliseconds(10)) { self.knock() }
        }
    }

    func opened(_ socket: WebSocket) {
        lane.meter.record(since: startedAt, now: MonotonicClock.now())
        lane.progress.connectionOpened()
        lane.progress.messageHeard()
        socket.terminate()
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {}

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) { knock() }
}
