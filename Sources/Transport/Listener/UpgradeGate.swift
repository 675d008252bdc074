import NIOCore
import WebSocketCore

/// The first handler of every connection: it reads one request head and decides what the connection is. A
/// WebSocket leaves for its loop without ever meeting the HTTP pipeline; anything else is passed on to it as
/// it came, and from then on the gate stands open.
final class UpgradeGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let port: Port
    private var reader: HeadReader
    private var timeout: Scheduled<Void>?
    private var isOpen = false

    init(_ port: Port) {
        self.port = port
        reader = HeadReader(limits: port.configuration.headLimits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: .init(port.configuration.handshakeTimeout)) {
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timeout?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOpen else { return context.fireChannelRead(data) }
        let buffer = unwrapInboundIn(data)
        do {
            guard let (fields, size) = try buffer.withUnsafeReadableBytes({ try reader.accept($0) }) else { return }
            isOpen = true
            timeout?.cancel()
            if let request = try? RequestHead(fields), request.asksForWebSocket {
                port.upgrade(context.channel, gate: self, request, glued: Array(reader.bytes[size...]))
            } else {
                becomeHTTP(context)
            }
        } catch let error as MessageHead.ParseError {
            isOpen = true
            // What is merely malformed is the HTTP decoder's to answer.
            if error == .malformed {
                becomeHTTP(context)
            } else {
                port.refuse(context.channel, gate: self, HandshakeRejection(error))
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func becomeHTTP(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let bytes = channel.allocator.buffer(bytes: reader.bytes)
        guard port.serveHTTP(channel) else {
            let rejection = HandshakeRejection(
                status: 426,
                reason: "This port speaks WebSocket.",
                fields: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]
            )
            return port.refuse(channel, gate: self, rejection)
        }
        context.fireChannelRead(wrapInboundOut(bytes))
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
