import Synchronization
public import WebSocketCore

/// A whole message with its own storage.
public enum WebSocketMessage: Sendable, Equatable {
    /// UTF-8 text.
    case text(String)
    /// Arbitrary bytes.
    case binary([UInt8])
}

/// A WebSocket for code that prefers `async` to callbacks. It costs some microseconds a message more than a
/// ``WebSocketHandler``.
///
/// ```swift
/// WebSocketRoute { socket in
///     for await message in socket.messages { socket.send(message) }
/// }
/// ```
public struct AsyncWebSocket: Sendable {
    /// The socket itself, for everything else.
    public let socket: WebSocket
    /// The request that opened it.
    public let request: UpgradeRequest
    private let mailbox: Mailbox

    init(socket: WebSocket, request: UpgradeRequest, mailbox: Mailbox) {
        self.socket = socket
        self.request = request
        self.mailbox = mailbox
    }

    /// The messages that come in, until the socket closes. To be read by one task. A peer that sends faster
    /// than they are read is held back.
    public var messages: Messages { Messages(mailbox: mailbox) }

    /// How the socket ended; nil while it is open.
    public var ending: WebSocketEnding? { mailbox.ending }

    /// Sends one message.
    public func send(_ message: WebSocketMessage) {
        switch message {
        case .text(let text): socket.send(text)
        case .binary(let bytes): socket.send(.binary, bytes)
        }
    }

    /// The messages of one socket in order.
    public struct Messages: AsyncSequence, AsyncIteratorProtocol, Sendable {
        fileprivate let mailbox: Mailbox

        /// The sequence itself.
        public func makeAsyncIterator() -> Messages { self }

        /// The next message, or nil behind the last.
        public func next() async -> WebSocketMessage? { await mailbox.next() }
    }
}

extension WebSocketRoute {
    /// A route whose sockets are served by an async function. It runs on the socket's loop, unless it chooses
    /// otherwise; when it returns, the socket is closed with 1000, and with 1011 when it throws.
    public init(
        handshake: ServerHandshake = .init(),
        options: WebSocketOptions = .init(),
        serve: @escaping @Sendable (AsyncWebSocket) async throws -> Void
    ) {
        self.init(handshake: handshake, options: options) { AsyncHandler($0, serve) }
    }
}

/// Runs the function and fills its mailbox.
private final class AsyncHandler: WebSocketHandler {
    private let request: UpgradeRequest
    private let serve: @Sendable (AsyncWebSocket) async throws -> Void
    private let mailbox = Mailbox()

    init(_ request: UpgradeRequest, _ serve: @escaping @Sendable (AsyncWebSocket) async throws -> Void) {
        self.request = request
        self.serve = serve
    }

    func opened(_ socket: WebSocket) {
        mailbox.open(socket)
        let (serve, async) = (serve, AsyncWebSocket(socket: socket, request: request, mailbox: mailbox))
        Task(executorPreference: socket.loop) {
            do {
                try await serve(async)
                socket.close()
            } catch {
                socket.close(.internalError)
            }
        }
    }

    func received(_ kind: MessageKind, _ payload: RawSpan, from socket: WebSocket) {
        let message = payload.withUnsafeBytes { bytes -> WebSocketMessage in
            kind == .text ? .text(String(decoding: bytes, as: UTF8.self)) : .binary(Array(bytes))
        }
        mailbox.put(message, size: payload.byteCount)
    }

    func closed(_ socket: WebSocket, _ ending: WebSocketEnding) {
        mailbox.close(ending)
    }
}

/// Messages between the loop that receives them and the task that reads them. Holds its socket back while it
/// has more than ``highWater``.
final class Mailbox: Sendable {
    private static let highWater = 256 << 10
    private let state = Mutex(State())

    private struct State {
        var socket: WebSocket?
        var messages: [(WebSocketMessage, Int)] = []
        /// The messages before this one are read.
        var first = 0
        var size = 0
        var isHoldingBack = false
        var reader: CheckedContinuation<WebSocketMessage?, Never>?
        var ending: WebSocketEnding?

        mutating func pop() -> WebSocketMessage? {
            guard first < messages.count else { return nil }
            let (message, count) = messages[first]
            first += 1
            size -= count
            if first == messages.count || first > 256 {
                messages.removeFirst(first)
                first = 0
            }
            if isHoldingBack && size < Mailbox.highWater / 2 {
                isHoldingBack = false
                socket?.setReading(true)
            }
            return message
        }
    }

    var ending: WebSocketEnding? { state.withLock { $0.ending } }

    func open(_ socket: WebSocket) {
        state.withLock { $0.socket = socket }
    }

    func put(_ message: WebSocketMessage, size: Int) {
        let reader = state.withLock { state in
            if let reader = state.reader {
                state.reader = nil
                return Optional(reader)
            }
            state.messages.append((message, size + 64))
            state.size += size + 64
            if state.size > Self.highWater && !state.isHoldingBack {
                state.isHoldingBack = true
                state.socket?.setReading(false)
            }
            return nil
        }
        reader?.resume(returning: message)
    }

    func close(_ ending: WebSocketEnding) {
        let reader = state.withLock { state in
            state.ending = ending
            state.socket = nil
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    func next() async -> WebSocketMessage? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (message, isOver) = state.withLock { state -> (WebSocketMessage?, Bool) in
                    if let message = state.pop() { return (message, true) }
                    if state.ending != nil || Task.isCancelled { return (nil, true) }
                    state.reader = continuation
                    return (nil, false)
                }
                if isOver { continuation.resume(returning: message) }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
    }
}
