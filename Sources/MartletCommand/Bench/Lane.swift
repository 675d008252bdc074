import Transport
import WebSocketCore

/// One loop's part of the load. Touched on that loop only.
final class Lane: @unchecked Sendable {
    let loop: Loop
    let progress: Progress
    /// What is sent, and what has to come back; nil where nothing is sent, and whatever comes will do.
    let sample: [UInt8]?
    /// The open connections.
    private(set) var clients: [LoadClient] = []
    var meter = Meter()
    private var opener: Opener?

    init(_ loop: Loop, _ progress: Progress, sample: [UInt8]?) {
        self.loop = loop
        self.progress = progress
        self.sample = sample
    }

    /// Begins to open connections.
    func open(_ opener: Opener) {
        self.opener = opener
        opener.proceed()
    }

    /// A connection is open.
    func opened(_ client: LoadClient) {
        clients.append(client)
        progress.connectionOpened()
        opener?.settled()
    }
}
