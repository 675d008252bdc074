#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A wire straight over a socket that the loop polls.
final class SocketWire: Wire {
    let descriptor: Int32
    var token: UInt64 = 0
    private var reads = true
    private var writes = false

    /// Takes over a connected, non-blocking socket; it is closed with the wire.
    init(loop: Loop, descriptor: Int32, backlogLimit: Int) {
        self.descriptor = descriptor
        super.init(loop: loop, backlogLimit: backlogLimit)
    }

    func readable() {
        let buffer = loop.receiveBuffer
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        if count > 0 {
            deliver(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 {
            end(.endOfStream)
        } else if errno != EAGAIN && errno != EINTR {
            end(.failed(SocketError(errno).description))
        }
    }

    override func transmit(_ slices: UnsafeMutableBufferPointer<iovec>) -> Int? {
        let sent: Int
        if slices.count == 1 {
            sent = Self.send(descriptor, slices[0].iov_base, slices[0].iov_len)
        } else {
            var message = msghdr()
            message.msg_iov = slices.baseAddress
            message.msg_iovlen = .init(slices.count)
            sent = Self.send(descriptor, &message)
        }
        if sent >= 0 { return sent }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    override func awaitRoom(_ wanted: Bool) {
        writes = wanted
        loop.change(self, reads: reads, writes: writes)
    }

    override func setReading(_ wanted: Bool) {
        guard wanted != reads, !isClosed else { return }
        reads = wanted
        loop.change(self, reads: reads, writes: writes)
    }

    override func shutdownOutput() {
        shutdown(descriptor, Int32(SHUT_WR))
        setReading(true)
    }

    override func release() {
        loop.remove(self)
        close(descriptor)
    }

    // A peer that is gone must not raise SIGPIPE.
    #if canImport(Darwin)
        private static func send(_ socket: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
            Darwin.send(socket, bytes, count, 0)
        }
        private static func send(_ socket: Int32, _ message: UnsafePointer<msghdr>) -> Int {
            sendmsg(socket, message, 0)
        }
    #elseif canImport(Musl)
        private static func send(_ socket: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
            Musl.send(socket, bytes, count, Int32(MSG_NOSIGNAL))
        }
        private static func send(_ socket: Int32, _ message: UnsafePointer<msghdr>) -> Int {
            sendmsg(socket, message, Int32(MSG_NOSIGNAL))
        }
    #else
        private static func send(_ socket: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
            Glibc.send(socket, bytes, count, Int32(MSG_NOSIGNAL))
        }
        private static func send(_ socket: Int32, _ message: UnsafePointer<msghdr>) -> Int {
            sendmsg(socket, message, Int32(MSG_NOSIGNAL))
        }
    #endif
}
