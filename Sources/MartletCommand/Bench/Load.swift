import Histogram
import Martlet
import Transport
import WebSocketCore

/// What every kind of load shares: loops, connections, and one who watches over them.
struct Load: Sendable {
    /// At least one.
    let lanes: [Lane]
    let progress = Progress()
    let dialer: Dialer
    private let options: BenchOptions
    private let loops: LoopGroup
    private let line = StatusLine()
    /// How many connections may be underway; servers queue some more than a hundred before they drop them.
    private static let atOnce = 128
    private static let patience = Duration.seconds(10)

    /// - Parameters:
    ///   - sample: what is sent and has to come back; nil if nothing is sent.
    ///   - resets: whether dropped connections are reset instead of ended.
    init(_ options: BenchOptions, sample: [UInt8]? = nil, resets: Bool = false) throws {
        OpenFiles.raiseLimit()
        self.options = options
        loops = try LoopGroup(count: options.threads)
        let socketOptions = WebSocketOptions(
            limits: Limits(maxMessageSize: max(sample?.count ?? 0, 1 << 20)),
            timing: .init(pingInterval: nil),
            maxBacklog: .max,
            streamsMessages: true
        )
        do {
            dialer = try Dialer(options.url, options: socketOptions, resets: resets)
        } catch {
            throw BenchError.unknownHost(options.url.host)
        }
        lanes = loops.loops.map { [progress] in Lane($0, progress, sample: sample) }
    }

    /// The server's resident memory in KiB, if it is watched.
    func serverMemory() throws -> Int? { try options.pid.residentKiB() }

    // MARK: Connections

    /// Opens as many connections; the first by itself, to find out whether there is a server at all.
    func open(_ count: Int, makeClient: @escaping @Sendable (Lane) -> LoadClient) async throws {
        let sources = SourceAddresses(server: dialer.address, connections: count)
        for numbers in [0..<1, 1..<count] {
            for (place, lane) in lanes.enumerated() {
                let share = stride(from: numbers.lowerBound + place, to: numbers.upperBound, by: lanes.count)
                let atOnce = max(1, Self.atOnce / lanes.count)
                lane.loop.execute { [dialer] in
                    lane.open(Opener(lane, dialer, sources, numbers: share, atOnce: atOnce, makeClient: makeClient))
                }
            }
            try await watch("connecting") { settled == numbers.upperBound }
            if progress.opened == 0, let error = progress.firstFailure {
                throw BenchError.unreachable(options.url, error)
            }
        }
        // A server may do something with a connection behind its answer to the handshake, such as to join a room.
        try await pause("settling", for: .milliseconds(300))
    }

    private var settled: Int { progress.opened + progress.failed }

    // MARK: Measuring

    /// Starts the load with `begin` on each lane, and measures it behind the warm-up.
    func measure(_ time: RunTime, begin: @escaping @Sendable (Lane) -> Void) async throws -> Stretch {
        for lane in lanes { await lane.loop.run { begin(lane) } }
        try await watch("warming up", for: time.warmup)
        let start = try await mark { $0.meter.start() }
        try await watch("measuring", for: time.duration)
        let end = try await mark { $0.meter.stop() }
        return await stretch(start, end)
    }

    /// What the meters have counted from `start` to `end`.
    func stretch(_ start: Mark, _ end: Mark) async -> Stretch {
        var stretch = Stretch(start, end)
        for lane in lanes { stretch.latencies.add(await lane.loop.run { lane.meter.latencies }) }
        return stretch
    }

    /// Does something on each lane, and takes the time on the first at that very moment.
    private func mark(_ body: @escaping @Sendable (Lane) -> Void) async throws -> Mark {
        let mark = await lanes[0].loop.run { [lane = lanes[0], pid = options.pid] in
            body(lane)
            return Result { () throws(BenchError) in try Mark(of: pid) }
        }
        for lane in lanes.dropFirst() { await lane.loop.run { body(lane) } }
        return try mark.get()
    }

    /// Prints the figures.
    ///
    /// - Throws: ``BenchError/incomplete(failed:of:first:)`` if they are those of fewer connections than asked for.
    func show(_ result: BenchResult, _ what: String) throws {
        if options.json {
            StandardStream.output.write(try result.json() + "\n")
        } else {
            let address = "ws://\(options.url.authority)\(options.url.target)"
            StandardStream.output.write("\(address): \(what)\n\n\(result.table)")
        }
        if let error = progress.firstFailure {
            throw BenchError.incomplete(failed: result.failed, of: result.failed + result.opened, first: error)
        }
    }

    // MARK: Waiting

    /// Waits for so many seconds, in which something must move.
    private func watch(_ what: String, for seconds: Double) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        try await watch(what) { ContinuousClock.now >= end }
    }

    /// Waits until `isOver`. Throws what goes wrong, also when nothing moves for some time.
    func watch(_ what: String, until isOver: () -> Bool) async throws {
        var (moved, since) = (-1, ContinuousClock.now)
        while !isOver() {
            line.show("\(what): \(summary)")
            try await Task.sleep(for: .milliseconds(20))
            try progress.check()
            let movedNow = settled + progress.heard
            if movedNow != moved { (moved, since) = (movedNow, .now) }
            guard ContinuousClock.now - since < Self.patience else {
                throw BenchError.stalled(Self.patience, "\(what), \(summary)")
            }
        }
        try progress.check()
        line.clear()
    }

    /// Waits, and throws what goes wrong.
    func pause(_ what: String, for duration: Duration) async throws {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            line.show("\(what): \(summary)")
            try await Task.sleep(for: min(.milliseconds(20), end - .now))
            try progress.check()
        }
        line.clear()
    }

    private var summary: String {
        let (opened, failed, heard) = (progress.opened, progress.failed, progress.heard)
        return "\(opened.grouped) connections open"
            + (failed > 0 ? ", \(failed.grouped) failed" : "") + (heard > 0 ? ", \(heard.grouped) messages back" : "")
    }
}
