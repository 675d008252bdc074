import Transport
import WebSocketCore

/// One connection of the load, which by itself does nothing. It tells its lane when it opens and when it is lost,
/// and checks what comes back.
class LoadClient: WebSocketHandler {
    final let lane: Lane
    /// Nil until it is open.
    private final var socket: WebSocket?
    /// Bytes of the message that is coming in.
    private final var received = 0
    /// What the first message has to be, byte by byte; nil when it has come. The others are told by their size.
    private final var proof: [UInt8]?

    init(_ lane: Lane) {
        self.lane = lane
        proof = lane.sample
    }

    /// Starts its part of the load.
    func begin() {}

    /// A message came back whole and right.
    func replied() {}

    /// Whether the server has taken all that was sent before this pass of the loop.
    final var hasRoom: Bool { socket?.backlog == 0 }

    /// Sends a message that nobody else sends, and expects it back before all others.
    final func sendProof() {
        guard let socket, var text = lane.sample else { return }
        for index in text.indices.prefix(16) { text[index] = .random(in: UInt8(ascii: "a")...UInt8(ascii: "z")) }
        proof = text
        socket.send(.text, text)
    }

    /// Sends the message so many times.
    final func send(_ count: Int) {
        guard let socket, let sample = lane.sample else { return }
        for _ in 0..<count { socket.send(.text, sample) }
    }

    final func opened(_ socket: WebSocket) {
        self.socket = socket
        lane.opened(self)
    }

    final func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        receivedChunk(kind, payload, isLast: true, from: socket)
    }

    final func receivedChunk(_ kind: MessageKind, _ chunk: RawSpan, isLast: Bool, from socket: WebSocket) {
        guard let sample = lane.sample else { return }
        let start = received
        received += chunk.byteCount
        guard isLast ? received == sample.count : received <= sample.count,
            proof.map({ proof in chunk.withUnsafeBytes { $0.elementsEqual(proof[start..<start + $0.count]) } }) ?? true
        else { return lane.progress.report(.wrongReply(expected: sample.count)) }
        guard isLast else { return }
        received = 0
        proof = nil
        lane.progress.messageHeard()
        replied()
    }

    func drained(_ socket: WebSocket) {}

    final func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        lane.progress.report(.lost(ending))
    }
}
