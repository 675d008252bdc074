#if os(Linux)
    import CEpoll

    #if canImport(Glibc)
        import Glibc
    #else
        import Musl
    #endif

    /// Waits for descriptors to become ready, and can be woken from any thread: epoll, level-triggered.
    struct Poller: ~Copyable, Sendable {
        private let epoll: Int32
        private let wakeUp: Int32
        private nonisolated(unsafe) let events: UnsafeMutableBufferPointer<epoll_event>
        private static let wakeToken = UInt64.max
        private static let readable = UInt32(cepoll_readable)
        private static let writable = UInt32(cepoll_writable)
        private static let failed = UInt32(cepoll_failed)

        /// - Throws: errno, if the process has no descriptors left.
        init() throws(SocketError) {
            epoll = cepoll_create()
            wakeUp = cepoll_eventfd()
            events = .allocate(capacity: 1024)
            guard epoll >= 0, wakeUp >= 0, cepoll_add(epoll, wakeUp, Self.readable, Self.wakeToken) == 0 else {
                throw SocketError(errno)
            }
        }

        deinit {
            close(epoll)
            close(wakeUp)
            events.deallocate()
        }

        func add(_ descriptor: Int32, token: UInt64) throws(SocketError) {
            guard cepoll_add(epoll, descriptor, Self.readable, token) == 0 else { throw SocketError(errno) }
        }

        func change(_ descriptor: Int32, token: UInt64, reads: Bool, writes: Bool) {
            _ = cepoll_change(
                epoll,
                descriptor,
                (reads ? Self.readable : 0) | (writes ? Self.writable : 0),
                token
            )
        }

        func remove(_ descriptor: Int32) {
            _ = cepoll_remove(epoll, descriptor)
        }

        func wake() {
            eventfd_write(wakeUp, 1)
        }

        /// Waits until something is ready or so many milliseconds are over; -1 waits for ever.
        ///
        /// - Returns: the number of events, each to be asked for by ``event(_:)``.
        func wait(milliseconds: Int32) -> Int {
            max(0, Int(epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)))
        }

        /// What the event at `index` says; nil for a wake-up.
        func event(_ index: Int) -> (token: UInt64, reads: Bool, writes: Bool)? {
            let event = events[index]
            guard event.data.u64 != Self.wakeToken else {
                var count: eventfd_t = 0
                eventfd_read(wakeUp, &count)
                return nil
            }
            return (
                event.data.u64,
                event.events & (Self.readable | Self.failed) != 0,
                event.events & Self.writable != 0
            )
        }
    }
#endif
