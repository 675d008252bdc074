import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The signals that an operator sends to a server.
struct StopSignals {
    private let signals: UnixSignalsSequence

    /// Takes the signals over from the system.
    ///
    /// - Parameter reloads: whether SIGHUP means to read files anew; otherwise it ends the process, as usual.
    init(reloads: Bool) async {
        // A peer or a pipe that goes away is an error of one write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint] + (reloads ? [.sighup] : []))
    }

    /// Returns at the first SIGTERM or SIGINT. The next one ends the process at once.
    func first(reload: @escaping @Sendable () -> Void) async {
        let (stop, continuation) = AsyncStream.makeStream(of: Never.self)
        Task { [signals] in
            var isStopping = false
            for await signal in signals {
                if signal == .sighup {
                    reload()
                } else if isStopping {
                    exit(128 + signal.rawValue)
                } else {
                    isStopping = true
                    continuation.finish()
                }
            }
        }
        for await _ in stop {}
    }
}
