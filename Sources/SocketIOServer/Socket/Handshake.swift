public import EngineIOCore
public import EngineIOServer
public import SocketIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a client told when it connected to a namespace.
public struct Handshake: Sendable {
    /// The request that opened the session under the connection.
    public let request: EngineHandshake
    /// The auth object of the CONNECT; empty if the client sent none.
    public let auth: Object
    /// When the CONNECT came, in milliseconds since 1970.
    public let time: Int64

    init(request: EngineHandshake, auth: Object) {
        self.request = request
        self.auth = auth
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        time = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// The query of the request.
    public var query: Query { request.query }
    /// The path and query of the request.
    public var url: String { request.target }
    /// The fields of the request in order, names as written.
    public var headers: [(name: String, value: String)] { request.fields }
    /// The client's address as text, without port.
    public var address: String { request.remoteAddress }

    /// The first value of a field of the request; names are compared without case.
    public subscript(header: String) -> String? { request[header] }
}
