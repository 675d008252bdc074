import Transport
import WebSocketCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why there is no figure, and what to do about it.
enum BenchError: Error, CustomStringConvertible {
    /// Not even one connection could be opened.
    case unreachable(WebSocketURL, any Error)
    /// The server's name means nothing here.
    case unknownHost(String)
    /// This process may open no more files.
    case tooManyFiles
    /// The server ended a connection in the middle of the run.
    case lost(WebSocketEnding)
    /// Something came back that was not sent.
    case wrongReply(expected: Int)
    /// More came back than was sent.
    case unasked
    /// Nothing moved for so long.
    case stalled(Duration, String)
    /// A process given by `--pid` can't be watched.
    case unknownProcess(Int32)
    /// Some connections failed; the figures are those of the others.
    case incomplete(failed: Int, of: Int, first: any Error)

    var description: String {
        switch self {
        case .unreachable(let url, let error):
            "No WebSocket at ws://\(url.authority)\(url.target): \(Self.explain(error))"
        case .unknownHost(let name):
            "The host name \(name) is not known."
        case .tooManyFiles:
            """
            This process may not open as many files as there are to be connections. Raise the limit, for \
            instance by 'ulimit -n 65536' (as root if need be), or ask for fewer --connections.
            """
        case .lost(let ending):
            "The server ended a connection during the run (\(Self.explain(ending))): see its log."
        case .wrongReply(let expected):
            """
            The server sent something else than the message of \(expected) bytes that was due. \
            Does the path in --url do what this load needs, and for nobody else?
            """
        case .unasked:
            "The server sent more messages than were due. Does anyone else use the path in --url?"
        case .stalled(let patience, let what):
            """
            Nothing has moved for \(patience.components.seconds) s: \(what). \
            Does the path in --url do what this load needs?
            """
        case .unknownProcess(let pid):
            "There is no process \(pid) that this user may watch. Is it the server's number, and does it still run?"
        case .incomplete(let failed, let total, let first):
            "\(failed) of \(total) connections failed, the first like this: \(Self.explain(first))"
        }
    }

    /// Whether this process has no descriptors left; then further connections would fail as well.
    static func isFileLimit(_ error: any Error) -> Bool {
        [EMFILE, ENFILE].contains((error as? SocketError)?.code)
    }

    private static func explain(_ error: any Error) -> String {
        switch error {
        case let error as WebSocketClient.ConnectError:
            switch error {
            case .handshake(.status(let status)): "the server answered with HTTP status \(status). Is the path right?"
            case .handshake(let failure): "the server's answer is no WebSocket handshake: \(failure)."
            case .disconnected: "the server closed the connection during the handshake."
            case .secureNeedsTLS: "the load is put on without TLS."
            }
        case let error as SocketError where error.code == EADDRNOTAVAIL:
            "\(error). All local ports may be in use; wait a minute."
        case let error as SocketError: "\(error). Is the server running on that port?"
        case WireEnd.failed(let reason): "\(reason). Is the server running on that port?"
        default: String(describing: error)
        }
    }

    private static func explain(_ ending: WebSocketEnding) -> String {
        switch ending {
        case .byPeer(let code, let reason): "close code \(code)\(reason.isEmpty ? "" : ", \(reason)")"
        case .byUs(let code, _): "close code \(code)"
        case .violation(let violation): "it broke the protocol: \(violation.reason)"
        case .lost(let loss): loss.rawValue
        }
    }
}
