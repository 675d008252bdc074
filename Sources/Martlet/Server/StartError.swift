import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why the server doesn't start, and what to do about it.
public struct StartError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A few sentences for a person.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The port can't be listened on.
    init(listening settings: Settings, _ error: any Error) {
        let (host, port) = (settings.host, settings.port)
        let sentence =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: "Port \(port) is taken on \(host). Choose another with --port, or 0 for a free one."
            case EACCES: "Port \(port) is not for everyone on this system. Choose one from 1024 on with --port."
            case EADDRNOTAVAIL: "\(host) is no address of this machine. Choose one with --host, such as 127.0.0.1."
            default:
                error is SocketAddressError.UnknownHost
                    ? "The host \(host) has no address. Choose another with --host, such as 127.0.0.1."
                    : "Listening on \(host), port \(port), failed: \(error)."
            }
        self.init(sentence)
    }
}
