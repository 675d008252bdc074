public import EngineIOCore

/// What a Socket.IO connection takes from the other side. Each is a setting; an error that comes of one names it.
public struct ConnectionLimits: Hashable, Sendable {
    /// The depth of JSON and MessagePack that is taken at most, whatever the settings say.
    public static let jsonDepth = 64

    /// The most bytes in a packet, its attachments included.
    public var maxPacketBytes = 1 << 20
    /// The most binary attachments in a packet.
    public var maxAttachments = 10
    /// The most bytes in the name of a namespace.
    public var maxNamespaceBytes = 256
    /// How many arrays and objects may be inside one another in a payload; more than 64 count as 64.
    public var maxDepth = ConnectionLimits.jsonDepth
    /// The most namespaces that one connection may join.
    public var maxNamespaces = 32
    /// Milliseconds that a connection has to join its first namespace.
    public var connectTimeout: Milliseconds = 45_000
    /// Milliseconds that each attachment may take to come after what came before it.
    public var attachmentTimeout: Milliseconds = 20_000

    /// The most bytes of events that a client holds back while it waits for the server's CONNECT.
    public var maxEarlyBytes = 1 << 20

    /// Makes limits of the defaults.
    public init() {}
}
