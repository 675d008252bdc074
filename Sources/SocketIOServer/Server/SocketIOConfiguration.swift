public import EngineIOServer
public import Logging
public import SocketIOCore

/// How a Socket.IO server behaves.
public struct SocketIOConfiguration: Sendable {
    /// The path that the server answers, with its slashes. Default `/socket.io/`.
    public var path = "/socket.io/"
    /// Transports, heartbeat, origins, cookies: what lies below.
    public var engine = EngineIOConfiguration()
    /// What a client may take.
    public var limits = Limits()
    /// How payloads are written: JSON, or MessagePack for clients that use `socket.io-msgpack-parser`. All clients of
    /// a server must use the same.
    public var payloadFormat = PayloadFormat.json
    /// How sockets whose connection was lost come back; nil for not at all, which is the default.
    public var recovery: RecoveryConfiguration?
    /// How long acknowledgements of a broadcast are awaited if nothing else is said. Default 5 s.
    public var broadcastTimeout: Duration = .seconds(5)
    /// Makes the adapter of each namespace; nil for the one in memory.
    public var makeAdapter: (@Sendable (AdapterContext) -> any Adapter)?
    /// Where the server says what goes wrong.
    public var logger = Logger(label: "martlet.socketio")

    /// The defaults.
    public init() {}

    /// What a client may take. What is beyond a limit is an error of that one connection, which names the setting.
    public struct Limits: Hashable, Sendable {
        /// Packets and namespaces, and the time for the first of these.
        public var connection = ConnectionLimits()
        /// The most rooms that a socket may be in. Default 256.
        public var maxRooms = 256
        /// The most acknowledgements that may be awaited from one socket. Default 1024.
        public var maxPendingAcks = 1024
        /// The most bytes of events that may wait for the handlers of one socket; each counts 64 bytes extra. A
        /// quarter of it holds the client back, where it is on a WebSocket. Default 4 MiB.
        public var maxQueuedBytes = 4 << 20
        /// The most namespaces that exist because clients asked for them. Default 10,000.
        public var maxDynamicNamespaces = 10_000

        /// The defaults.
        public init() {}
    }

    /// Decodes a payload that is known to be valid.
    func value(_ payload: RawSpan) -> Value {
        let depth = limits.connection.maxDepth
        return switch payloadFormat {
        case .json: (try? Value(json: payload, maxDepth: depth)) ?? .null
        case .messagePack: (try? Value(messagePack: payload, maxDepth: depth)) ?? .null
        }
    }
}
