#if canImport(Darwin)
    import Darwin

    /// Waits for descriptors to become ready, and can be woken from any thread: kqueue, level-triggered.
    struct Poller: ~Copyable, Sendable {
        private let queue: Int32
        private nonisolated(unsafe) let events: UnsafeMutableBufferPointer<kevent64_s>
        private static let wakeToken = UInt64.max

        /// - Throws: errno, if the process has no descriptors left.
        init() throws(SocketError) {
            queue = kqueue()
            events = .allocate(capacity: 1024)
            guard queue >= 0 else { throw SocketError(errno) }
            control(0, EVFILT_USER, EV_ADD | EV_CLEAR, token: Self.wakeToken)
        }

        deinit {
            close(queue)
            events.deallocate()
        }

        func add(_ descriptor: Int32, token: UInt64) throws(SocketError) {
            control(UInt64(descriptor), EVFILT_READ, EV_ADD, token: token)
            control(UInt64(descriptor), EVFILT_WRITE, EV_ADD | EV_DISABLE, token: token)
        }

        func change(_ descriptor: Int32, token: UInt64, reads: Bool, writes: Bool) {
            control(UInt64(descriptor), EVFILT_READ, reads ? EV_ENABLE : EV_DISABLE, token: token)
            control(UInt64(descriptor), EVFILT_WRITE, writes ? EV_ENABLE : EV_DISABLE, token: token)
        }

        func remove(_ descriptor: Int32) {
            control(UInt64(descriptor), EVFILT_READ, EV_DELETE, token: 0)
            control(UInt64(descriptor), EVFILT_WRITE, EV_DELETE, token: 0)
        }

        func wake() {
            control(0, EVFILT_USER, 0, flags: NOTE_TRIGGER, token: Self.wakeToken)
        }

        /// Waits until something is ready or so many milliseconds are over; -1 waits for ever.
        ///
        /// - Returns: the number of events, each to be asked for by ``event(_:)``.
        func wait(milliseconds: Int32) -> Int {
            var time = timespec(tv_sec: Int(milliseconds) / 1000, tv_nsec: Int(milliseconds) % 1000 * 1_000_000)
            let ready = withUnsafePointer(to: &time) { time in
                kevent64(queue, nil, 0, events.baseAddress, Int32(events.count), 0, milliseconds < 0 ? nil : time)
            }
            return max(0, Int(ready))
        }

        /// What the event at `index` says; nil for a wake-up.
        func event(_ index: Int) -> (token: UInt64, reads: Bool, writes: Bool)? {
            let event = events[index]
            guard event.udata != Self.wakeToken else { return nil }
            return (event.udata, Int32(event.filter) == EVFILT_READ, Int32(event.filter) == EVFILT_WRITE)
        }

        private func control(_ ident: UInt64, _ filter: Int32, _ action: Int32, flags: UInt32 = 0, token: UInt64) {
            var event = kevent64_s(
                ident: ident,
                filter: Int16(filter),
                flags: UInt16(action),
                fflags: flags,
                data: 0,
                udata: token,
                ext: (0, 0)
            )
            kevent64(queue, &event, 1, nil, 0, 0, nil)
        }
    }
#endif
