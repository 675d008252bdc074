public import SocketIOCore

/// What an application hears of by ``Socket/onError(_:)``, besides the errors that its own handlers throw.
public enum SocketError: Error, Hashable, Sendable {
    /// The socket would be in more rooms than the limit; it did not join.
    case tooManyRooms(limit: Int)
    /// More events wait for the socket's handlers than the limit; the connection was closed.
    case tooManyQueuedBytes(limit: Int)
}

extension SocketError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .tooManyRooms(let limit): "more than \(limit) rooms (setting: maxRooms)"
        case .tooManyQueuedBytes(let limit):
            "more than \(limit) bytes of events waiting for handlers (setting: maxQueuedBytes)"
        }
    }
}

/// Why an acknowledgement doesn't come.
public enum AcknowledgementError: Error, Hashable, Sendable {
    /// The client didn't answer in time.
    case timeout
    /// The socket is not connected, or was disconnected before the answer.
    case disconnected
    /// So many acknowledgements are awaited that no more are taken on.
    case tooManyPending(limit: Int)
}

extension AcknowledgementError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .timeout: "no acknowledgement in time"
        case .disconnected: "the socket is disconnected"
        case .tooManyPending(let limit): "more than \(limit) acknowledgements awaited (setting: maxPendingAcks)"
        }
    }
}

/// Not all clients acknowledged a broadcast in time.
public struct BroadcastTimeout: Error, Sendable {
    /// The answers that did come, each with its arguments decoded as far as they were asked for.
    public let answers: [[Value]]
    /// How many clients were asked, as far as is known.
    public let asked: Int
}
