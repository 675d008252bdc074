package import NIOCore

/// Notices that the peer of an HTTP connection has ended its side while an answer is still awaited, such as a
/// long poll that is given up.
package final class PeerWatch: ChannelInboundHandler {
    package typealias InboundIn = NIOAny

    private var hasEnded = false
    private var waiting: (@Sendable () -> Void)?

    /// Calls `body` when the peer of `channel` ends its side, or has. The last call counts; nil stops the watch.
    package static func whenPeerEnds(on channel: any Channel, _ body: (@Sendable () -> Void)?) {
        channel.eventLoop.execute {
            guard let watch = try? channel.pipeline.syncOperations.handler(type: PeerWatch.self), !watch.hasEnded else {
                body?()
                return
            }
            watch.waiting = body
        }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { end() }
        context.fireUserInboundEventTriggered(event)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        hasEnded = true
        waiting?()
        waiting = nil
    }
}
