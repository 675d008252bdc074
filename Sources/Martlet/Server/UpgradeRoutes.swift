import Transport
import WebSocketCore

/// The paths that speak WebSocket.
struct UpgradeRoutes: Sendable {
    private let origins: AllowedOrigins
    private let compresses: Bool
    private let chat: ChatService

    init(_ settings: Settings, origins: AllowedOrigins, loops: LoopGroup) {
        self.origins = origins
        compresses = settings.compression
        chat = ChatService(loops: loops, options: WebSocketOptions(settings))
    }

    func route(_ request: UpgradeRequest) throws(HandshakeRejection) -> WebSocketRoute {
        guard request.head.path == "/ws" else {
            throw HandshakeRejection(status: 404, reason: "There is no WebSocket at this address; the chat is at /ws.")
        }
        var route = chat.route(request)
        route.handshake.origins = origins.policy(for: request.head.fields)
        route.handshake.compression = compresses ? route.options.compression : nil
        return route
    }
}

extension WebSocketOptions {
    /// What the settings say of every WebSocket.
    init(_ settings: Settings) {
        self.init(
            limits: Limits(maxMessageSize: settings.maxMessageSize, maxFrameSize: settings.maxFrameSize),
            timing: .init(
                pingInterval: settings.pingInterval,
                pingTimeout: settings.pingTimeout,
                closeTimeout: settings.closeTimeout
            ),
            maxBacklog: settings.maxBacklog,
            compression: CompressionSettings(
                level: settings.compressionLevel,
                threshold: settings.compressionThreshold
            )
        )
    }
}
