import NIOCore

#if canImport(Glibc)
    import Glibc
    private let stream = Int32(SOCK_STREAM.rawValue)
#elseif canImport(Musl)
    import Musl
    private let stream = SOCK_STREAM
#else
    import Darwin
    private let stream = SOCK_STREAM
#endif

extension SocketWire {
    /// Begins to connect over TCP and doesn't wait: what is written goes out when the connection is there.
    ///
    /// - Parameters:
    ///   - local: the address to connect from; nil lets the system choose.
    ///   - resets: whether closing the socket resets the connection.
    static func connecting(
        on loop: Loop,
        to remote: SocketAddress,
        from local: SocketAddress?,
        resets: Bool,
        backlogLimit: Int
    ) throws(SocketError) -> SocketWire {
        let descriptor = socket(Int32(remote.protocol.rawValue), stream, 0)
        guard descriptor >= 0 else { throw SocketError(errno) }
        do throws(SocketError) {
            guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
                set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1)),
                !resets || set(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0)),
                local.map({ bind(descriptor, to: $0) }) ?? true,
                remote.withSockAddr({ connect(descriptor, $0, socklen_t($1)) == 0 || errno == EINPROGRESS })
            else { throw SocketError(errno) }
            let wire = SocketWire(loop: loop, descriptor: descriptor, backlogLimit: backlogLimit)
            try loop.add(wire)
            return wire
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func bind(_ descriptor: Int32, to local: SocketAddress) -> Bool {
        #if os(Linux)
            // The port is chosen when the destination is known: one address then serves as many connections to
            // each destination as there are ports.
            _ = set(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, Int32(1))
        #endif
        return local.withSockAddr { systemBind(descriptor, $0, socklen_t($1)) == 0 }
    }

    private static func set<Value>(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Value) -> Bool {
        withUnsafePointer(to: value) {
            setsockopt(descriptor, level, option, $0, socklen_t(MemoryLayout<Value>.size)) == 0
        }
    }
}

private func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t) -> Int32 {
    bind(descriptor, address, size)
}
