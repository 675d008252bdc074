import EngineIOCore
import EngineIOServer
import SocketIOCore
import SocketIOServer
import Transport
import WebSocketCore

/// The Socket.IO servers of the test server.
enum SocketIOEndpoints {
    /// `/socket.io/`: what conformance suites talk to.
    static func conformance(_ loops: LoopGroup) -> SocketIOServer {
        var configuration = SocketIOConfiguration()
        configuration.engine.origins = .any
        configuration.engine.session.pingInterval = 300
        configuration.engine.session.pingTimeout = 200
        configuration.engine.session.maxPayload = 1_000_000
        configuration.limits.connection.connectTimeout = 1000
        let server = SocketIOServer(loops: loops, configuration: configuration)
        for name in ["/", "/custom"] {
            server.of(name).onConnection { socket in
                try? socket.emit("auth", values: [.object(socket.handshake.auth)])
                socket.onRaw("message") { event, arguments in
                    try? event.socket.emit(
                        "message-back",
                        raw: arguments,
                        count: event.count,
                        attachments: event.attachments
                    )
                }
                socket.onRaw("message-with-ack") { event, arguments in
                    event.acknowledgement?.answer(raw: arguments, count: event.count, attachments: event.attachments)
                }
            }
        }
        return server
    }

    /// `/bench.io/`: what load generators talk to. Sends `message` back to its sender, or, when the query of the
    /// handshake has `room=1`, to everyone.
    static func bench(_ loops: LoopGroup) -> SocketIOServer {
        var configuration = SocketIOConfiguration()
        configuration.path = "/bench.io/"
        configuration.engine.origins = .any
        configuration.engine.maxBacklog = 64 << 20
        let server = SocketIOServer(loops: loops, configuration: configuration)
        server.onConnection { socket in
            let isRoom = socket.handshake.query["room"] == "1"
            socket.onRaw("message") { event, arguments in
                let (count, attachments) = (event.count, event.attachments)
                if isRoom {
                    try? event.socket.namespace.emit("message", raw: arguments, count: count, attachments: attachments)
                } else {
                    try? event.socket.emit("message", raw: arguments, count: count, attachments: attachments)
                }
            }
        }
        return server
    }
}
