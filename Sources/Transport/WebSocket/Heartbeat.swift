import WebSocketCore

/// Looks after the WebSockets of one loop: pings the silent ones and drops the dead. One timer for all of them
/// instead of one each, because nearly all of those would be cancelled.
final class Heartbeat {
    private var sockets: [WebSocket] = []
    private var period: Duration = .seconds(1)
    private var timer: LoopTimer?

    var count: Int { sockets.count }

    var all: [WebSocket] { sockets }

    func add(_ socket: WebSocket, timing: Lifecycle.Timing) {
        socket.heartbeatIndex = sockets.count
        sockets.append(socket)
        let shortest = min(timing.pingInterval ?? .seconds(5), timing.pingTimeout, timing.closeTimeout)
        let wanted = max(.milliseconds(20), shortest / 5)
        if wanted < period || timer == nil {
            period = min(period, wanted)
            timer?.cancel()
            schedule(on: socket.loop)
        }
    }

    func remove(_ socket: WebSocket) {
        let index = socket.heartbeatIndex
        guard index < sockets.count, sockets[index] === socket, let last = sockets.popLast() else { return }
        if last !== socket {
            sockets[index] = last
            last.heartbeatIndex = index
        }
    }

    private func schedule(on loop: Loop) {
        timer = loop.schedule(after: period) { [unowned self, unowned loop] in
            // From the end: a socket that dies takes the place of none that is still to come.
            var index = sockets.count
            while index > 0 {
                index -= 1
                if index < sockets.count { sockets[index].tick(loop.now) }
            }
            schedule(on: loop)
        }
    }
}
