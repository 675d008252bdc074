/// What a client that comes back knows of the socket it had: the members `pid` and `offset` of its auth object.
public struct RecoveryRequest: Hashable, Sendable {
    /// The private id that the server gave with the CONNECT of that socket.
    public let pid: String
    /// The offset of the last event that the client has seen.
    public let offset: String

    /// Reads the two from an auth object; nil if either is missing or not a string.
    public init?(auth: Value) {
        guard let pid = auth["pid"]?.string, let offset = auth["offset"]?.string else { return nil }
        (self.pid, self.offset) = (pid, offset)
    }
}
