import HummingbirdCore
import Logging
import NIOCore
import WebSocketCore

/// What the connections of one listening port share.
final class Port: Sendable {
    let configuration: ListenerConfiguration
    let loops: LoopGroup
    let logger: Logger
    let httpConnections = HTTPConnections()

    init(_ configuration: ListenerConfiguration, loops: LoopGroup, logger: Logger) {
        self.configuration = configuration
        self.loops = loops
        self.logger = logger
    }

    var isPlain: Bool { configuration.prepareChannel == nil }

    /// Answers a request for a WebSocket. To be called on the channel's event loop.
    ///
    /// - Parameters:
    ///   - gate: the channel's first handler above TLS.
    ///   - glued: bytes that came right behind the head.
    func upgrade(_ channel: any Channel, gate: any ChannelHandler, _ head: RequestHead, glued: [UInt8]) {
        let request = UpgradeRequest(head: head, remoteAddress: channel.remoteAddress?.ipAddress ?? "")
        do {
            let route = try configuration.upgrade(request)
            let agreement = try route.handshake.answer(head)
            let loop = route.loop ?? loops.next()
            let takeover = Takeover(channel: channel, gate: gate, isPlain: isPlain)
            try takeover.move(to: loop, backlogLimit: route.options.maxBacklog) { wire in
                let setup = WebSocketSetup(
                    role: .server,
                    options: route.options,
                    subprotocol: agreement.subprotocol,
                    compression: agreement.compression,
                    remoteAddress: request.remoteAddress,
                    handler: route.makeHandler(request)
                )
                wire.write(agreement.response)
                WebSocket(wire: wire, setup: setup).start(glued: glued)
            }
        } catch let rejection as HandshakeRejection {
            refuse(channel, gate: gate, rejection)
        } catch {
            logger.warning("a WebSocket could not be taken over", metadata: ["error": "\(error)"])
            channel.close(promise: nil)
        }
    }

    /// Answers with a refusal and closes behind it.
    func refuse(_ channel: any Channel, gate: any ChannelHandler, _ rejection: HandshakeRejection) {
        TransportMetrics.handshakeRefused(rejection.status)
        logger.debug("handshake refused", metadata: ["status": "\(rejection.status)", "reason": "\(rejection.reason)"])
        do {
            // From the gate on outwards: behind it there may be an HTTP encoder, which takes no bytes.
            let context = try channel.pipeline.syncOperations.context(handler: gate)
            let answer = channel.allocator.buffer(bytes: rejection.response)
            context.writeAndFlush(NIOAny(answer)).whenComplete { _ in Lingering.close(channel) }
        } catch {
            channel.close(promise: nil)
        }
    }

    /// Builds the HTTP pipeline behind the gate.
    ///
    /// - Returns: false if this port serves no HTTP.
    func serveHTTP(_ channel: any Channel) -> Bool {
        guard let responder = configuration.responder else { return false }
        do {
            try HTTPPipeline.start(on: channel, port: self, responder: responder)
        } catch {
            logger.warning("no HTTP on a connection", metadata: ["error": "\(error)"])
            channel.close(promise: nil)
        }
        return true
    }
}
