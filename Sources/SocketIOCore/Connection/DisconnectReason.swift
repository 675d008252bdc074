public import EngineIOCore

/// Why a socket is no longer connected to its namespace, by the names that Socket.IO applications know.
public enum DisconnectReason: String, Sendable, CaseIterable {
    /// The client left the namespace.
    case clientNamespaceDisconnect = "client namespace disconnect"
    /// The server disconnected the socket from the namespace.
    case serverNamespaceDisconnect = "server namespace disconnect"
    /// The server closed the whole connection.
    case forcedServerClose = "forced server close"
    /// The server is going down.
    case serverShuttingDown = "server shutting down"
    /// No sign of life in time.
    case pingTimeout = "ping timeout"
    /// The other side closed the connection.
    case transportClose = "transport close"
    /// The connection failed.
    case transportError = "transport error"
    /// A packet that can't be understood.
    case parseError = "parse error"
    /// The Engine.IO session was closed by this side.
    case forcedClose = "forced close"
    /// A client's view: the server disconnected the socket from the namespace.
    case ioServerDisconnect = "io server disconnect"
    /// A client's view: it left the namespace itself.
    case ioClientDisconnect = "io client disconnect"

    /// The reason that follows from the end of the Engine.IO session.
    public init(_ reason: CloseReason) {
        self =
            switch reason {
            case .transportClose: .transportClose
            case .transportError: .transportError
            case .pingTimeout: .pingTimeout
            case .parseError: .parseError
            case .forcedClose: .forcedClose
            case .serverShuttingDown: .serverShuttingDown
            }
    }

    /// Whether a server keeps the socket's state for its return. Who left on purpose, or was told to, starts anew.
    public var isRecoverable: Bool {
        switch self {
        case .transportError, .transportClose, .forcedClose, .pingTimeout, .serverShuttingDown, .forcedServerClose: true
        case .clientNamespaceDisconnect, .serverNamespaceDisconnect, .parseError, .ioServerDisconnect,
            .ioClientDisconnect:
            false
        }
    }
}

/// What makes a Socket.IO connection close itself.
public enum ConnectionFault: Error, Hashable, Sendable {
    /// A packet that can't be taken.
    case packet(PacketError)
    /// A packet for a namespace that the connection is not connected to.
    case notConnected
    /// A CONNECT to a namespace that the connection is connected to, or being connected to.
    case alreadyConnected
    /// A packet that only the other side may send.
    case wrongDirection
    /// A CONNECT to one namespace more than the limit.
    case tooManyNamespaces(limit: Int)
    /// No namespace was joined in time.
    case connectTimeout
    /// An attachment didn't come in time.
    case attachmentTimeout
    /// A server that answers CONNECT without a `sid`: it speaks an older protocol.
    case incompatibleServer
    /// More bytes of events before the server's CONNECT than the limit.
    case tooManyEarlyEvents(limit: Int)

    /// The reason that the sockets of the connection are told.
    public var reason: DisconnectReason {
        switch self {
        case .packet, .attachmentTimeout, .wrongDirection, .incompatibleServer: .parseError
        case .notConnected, .alreadyConnected, .tooManyNamespaces, .connectTimeout, .tooManyEarlyEvents:
            .forcedServerClose
        }
    }
}

extension ConnectionFault: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .packet(let error): error.description
        case .notConnected: "packet for a namespace that is not connected"
        case .alreadyConnected: "CONNECT to a namespace that is connected already"
        case .wrongDirection: "packet that only the other side may send"
        case .tooManyNamespaces(let limit): "more than \(limit) namespaces (setting: maxNamespaces)"
        case .connectTimeout: "no namespace joined in time (setting: connectTimeout)"
        case .attachmentTimeout: "attachment withheld (setting: attachmentTimeout)"
        case .incompatibleServer: "CONNECT without a sid: the server speaks an older protocol"
        case .tooManyEarlyEvents(let limit):
            "more than \(limit) bytes of events before CONNECT (setting: maxEarlyBytes)"
        }
    }
}
