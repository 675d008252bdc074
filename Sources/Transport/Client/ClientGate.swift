import NIOCore
import WebSocketCore

/// The first handler of a client's connection: it sends the request, reads the answer's head, and gives the
/// connection to its loop.
final class ClientGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let handshake: ClientHandshake
    private let configuration: WebSocketClient.Configuration
    private let loop: Loop
    private let isPlain: Bool
    private let opened: EventLoopPromise<WebSocket>
    private let makeHandler: @Sendable () -> any WebSocketHandler
    private var reader = HeadReader()
    private var timeout: Scheduled<Void>?
    private var isOpen = false

    init(
        _ handshake: ClientHandshake,
        _ configuration: WebSocketClient.Configuration,
        loop: Loop,
        isPlain: Bool,
        opened: EventLoopPromise<WebSocket>,
        makeHandler: @escaping @Sendable () -> any WebSocketHandler
    ) {
        self.handshake = handshake
        self.configuration = configuration
        self.loop = loop
        self.isPlain = isPlain
        self.opened = opened
        self.makeHandler = makeHandler
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: .init(configuration.timeout)) { channel.close(promise: nil) }
        let request = channel.allocator.buffer(bytes: handshake.request)
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOpen else { return context.fireChannelRead(data) }
        do {
            let buffer = unwrapInboundIn(data)
            guard let (head, size) = try buffer.withUnsafeReadableBytes({ try reader.accept($0) }) else { return }
            isOpen = true
            timeout?.cancel()
            try open(context, try handshake.accept(head), glued: Array(reader.bytes[size...]))
        } catch {
            fail(context, error)
        }
    }

    private func open(
        _ context: ChannelHandlerContext,
        _ agreement: ClientHandshake.Agreement,
        glued: [UInt8]
    ) throws {
        let (options, makeHandler, opened) = (configuration.options, makeHandler, opened)
        let remoteAddress = context.channel.remoteAddress?.ipAddress ?? ""
        let takeover = Takeover(channel: context.channel, gate: self, isPlain: isPlain)
        try takeover.move(to: loop, backlogLimit: options.maxBacklog) { wire in
            let setup = WebSocketSetup(
                role: .client,
                options: options,
                subprotocol: agreement.subprotocol,
                compression: agreement.compression,
                remoteAddress: remoteAddress,
                handler: makeHandler()
            )
            let socket = WebSocket(wire: wire, setup: setup)
            socket.start(glued: glued)
            opened.succeed(socket)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOpen { opened.fail(WebSocketClient.ConnectError.disconnected) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(context, error)
    }

    private func fail(_ context: ChannelHandlerContext, _ error: any Error) {
        timeout?.cancel()
        isOpen = true
        switch error {
        case let failure as ClientHandshake.Failure: opened.fail(WebSocketClient.ConnectError.handshake(failure))
        case let failure as MessageHead.ParseError:
            opened.fail(WebSocketClient.ConnectError.handshake(.malformed(failure)))
        default: opened.fail(error)
        }
        context.close(promise: nil)
    }
}
