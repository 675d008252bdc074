import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import WebSocketCore

/// Everything that is not a WebSocket: NIO's HTTP/1.1 codec, and Hummingbird behind it.
struct HTTPPipeline: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let port: Port
    let responder: Responder

    /// Adds the handlers, and answers requests until the connection ends. To be called on the channel's event loop.
    static func start(on channel: any Channel, port: Port, responder: @escaping Responder) throws {
        let pipeline = HTTPPipeline(port: port, responder: responder)
        let value = try pipeline.build(on: channel)
        port.httpConnections.add(channel)
        Task { await pipeline.handle(value: value, logger: port.logger) }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture { try build(on: channel) }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }

    private func build(on channel: any Channel) throws -> Value {
        let handlers = channel.pipeline.syncOperations
        let decoder = makeDecoder()
        try handlers.addHandler(HTTPResponseEncoder())
        try handlers.addHandler(decoder)
        try handlers.addHandler(PeerWatch())
        try handlers.addHandler(LateUpgrade(port, decoder: decoder, makeDecoder: makeDecoder))
        try handlers.addHandler(HTTP1ToHTTPServerCodec(secure: !port.isPlain))
        try handlers.addHandler(
            HTTPConnectionStateHandler(idleTimeout: port.configuration.httpIdleTimeout, logger: port.logger)
        )
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
    }

    private func makeDecoder() -> ByteToMessageHandler<HTTPRequestDecoder> {
        let limits = port.configuration.headLimits
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.maxSize
        decoderLimits.maxHeaderListSize = limits.maxSize
        decoderLimits.maxHeaderFieldCount = limits.maxFields
        return ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits)
        )
    }
}
