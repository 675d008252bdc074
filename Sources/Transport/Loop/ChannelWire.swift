import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A wire over a NIO channel, for connections under TLS: bytes cross between the channel's event loop and the
/// wire's loop in both directions.
final class ChannelWire: Wire, @unchecked Sendable {
    private let channel: any Channel
    /// Bytes handed to the channel that it hasn't sent.
    private var inFlight = 0
    private let inFlightLimit: Int

    init(channel: any Channel, loop: Loop, backlogLimit: Int) {
        self.channel = channel
        inFlightLimit = max(backlogLimit, 64 << 10)
        super.init(loop: loop, backlogLimit: backlogLimit)
    }

    /// Puts the bridge behind the handler that ends the part of the pipeline which deals in bytes. What comes
    /// behind it hears nothing more. To be called on the channel's event loop.
    func attach(behind handler: any ChannelHandler) throws {
        try channel.pipeline.syncOperations.addHandler(ChannelBridge(self), position: .after(handler))
    }

    override func transmit(_ slices: UnsafeMutableBufferPointer<iovec>) -> Int? {
        guard inFlight < inFlightLimit else { return 0 }
        let count = slices.reduce(0) { $0 + $1.iov_len }
        var buffer = channel.allocator.buffer(capacity: count)
        for slice in slices { buffer.writeBytes(UnsafeRawBufferPointer(start: slice.iov_base, count: slice.iov_len)) }
        inFlight += count
        perform(.send(buffer))
        return count
    }

    /// The bridge has sent as many bytes. On the loop.
    fileprivate func sent(_ count: Int) {
        inFlight -= count
        if inFlight < inFlightLimit { writable() }
    }

    override func shutdownOutput() {
        perform(.endOutput)
        setReading(true)
    }

    override func release() { channel.close(promise: nil) }

    override func setReading(_ wanted: Bool) { _ = channel.setOption(.autoRead, value: wanted) }

    private func perform(_ command: ChannelBridge.Command) {
        channel.pipeline.eventLoop.execute { [channel] in
            channel.pipeline.fireUserInboundEventTriggered(command)
        }
    }
}

/// The end of a ``ChannelWire`` that is in the pipeline.
private final class ChannelBridge: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the wire asks of its bridge; comes down the pipeline as an event, in the order of the asking.
    enum Command: Sendable {
        case send(ByteBuffer)
        case endOutput
    }

    private let wire: ChannelWire

    init(_ wire: ChannelWire) { self.wire = wire }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        wire.loop.execute { [wire] in
            var buffer = buffer
            buffer.withUnsafeMutableReadableBytes { wire.deliver($0) }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case Command.send(let buffer):
            let count = buffer.readableBytes
            context.writeAndFlush(wrapOutboundOut(buffer)).whenComplete { [wire] _ in
                wire.loop.execute { wire.sent(count) }
            }
        case Command.endOutput:
            let channel = context.channel
            context.close(mode: .output).whenFailure { _ in channel.close(promise: nil) }
        case ChannelEvent.inputClosed:
            end(.endOfStream)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.endOfStream)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failed(String(describing: error)))
        context.close(promise: nil)
    }

    private func end(_ end: WireEnd) {
        wire.loop.execute { [wire] in wire.end(end) }
    }
}
