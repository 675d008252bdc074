import Transport

/// Opens one loop's share of the connections, so many at a time. On that loop only.
final class Opener {
    private let lane: Lane
    private let dialer: Dialer
    private let sources: SourceAddresses
    private let atOnce: Int
    /// The numbers of the connections that are still to be opened.
    private var waiting: StrideTo<Int>.Iterator
    private let makeClient: (Lane) -> LoadClient
    private var underway = 0
    private var isProceeding = false

    /// - Parameters:
    ///   - numbers: those of this loop's connections among all.
    ///   - atOnce: how many may be underway.
    init(
        _ lane: Lane,
        _ dialer: Dialer,
        _ sources: SourceAddresses,
        numbers: StrideTo<Int>,
        atOnce: Int,
        makeClient: @escaping (Lane) -> LoadClient
    ) {
        self.lane = lane
        self.dialer = dialer
        self.sources = sources
        self.atOnce = atOnce
        self.makeClient = makeClient
        waiting = numbers.makeIterator()
    }

    /// Connects until enough are underway. A connection may fail within the call; that mustn't nest thousands deep.
    func proceed() {
        guard !isProceeding else { return }
        isProceeding = true
        while underway < atOnce, let number = waiting.next() {
            underway += 1
            dialer.dial(on: lane.loop, from: sources[number], handler: makeClient(lane)) { error in
                self.lane.progress.connectionFailed(error)
                self.settled()
            }
        }
        isProceeding = false
    }

    /// One of them has opened or failed.
    func settled() {
        underway -= 1
        proceed()
    }
}
