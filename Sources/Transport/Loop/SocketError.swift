#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A failed system call, by its errno.
public struct SocketError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The errno.
    public let code: Int32

    init(_ code: Int32) { self.code = code }

    /// The system's words for the errno.
    public var description: String { String(cString: strerror(code)) }
}
