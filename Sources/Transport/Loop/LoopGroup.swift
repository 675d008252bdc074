import NIOPosix
import Synchronization

/// The loops of a process. A connection is given to one of them for life.
public final class LoopGroup: Sendable {
    /// The loops, by their ``Loop/index``.
    public let loops: [Loop]
    private let threads: NIOThreadPool
    private let turn = Atomic<UInt>(0)

    /// Starts as many loops.
    ///
    /// - Parameter count: at least 1; one for each core is usual.
    /// - Throws: the system's error if it has no descriptors left.
    public init(count: Int) throws(SocketError) {
        var loops: [Loop] = []
        for index in 0..<max(1, count) { loops.append(try Loop(index: index)) }
        self.loops = loops
        threads = NIOThreadPool(numberOfThreads: loops.count)
        threads.start()
        for loop in loops { threads.submit { _ in loop.run() } }
    }

    deinit { stop() }

    /// The next loop in turn.
    public func next() -> Loop {
        loops[Int(turn.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(loops.count))]
    }

    /// How many WebSockets there are on these loops, as of now.
    public func connectionCount() async -> Int {
        var count = 0
        for loop in loops {
            count += await withCheckedContinuation { done in
                loop.execute { done.resume(returning: loop.heartbeat.count) }
            }
        }
        return count
    }

    /// Every WebSocket on these loops, as of now.
    public func connections() async -> [WebSocket] {
        var sockets: [WebSocket] = []
        for loop in loops {
            sockets += await withCheckedContinuation { done in
                loop.execute { done.resume(returning: loop.heartbeat.all) }
            }
        }
        return sockets
    }

    /// Ends the loops when what was handed to them is done. Their connections are dropped.
    public func stop() {
        for loop in loops { loop.stop() }
        threads.shutdownGracefully { _ in }
    }
}
