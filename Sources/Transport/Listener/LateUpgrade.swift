import HummingbirdCore
import NIOCore
import NIOHTTP1
import WebSocketCore

/// Lets any request of an HTTP connection ask for a WebSocket, not only the first: proxies reuse connections.
///
/// It also keeps the HTTP decoder alive: NIO's stops for good behind a request that offers any upgrade, such as
/// the `h2c` of Java's client, whether it is taken up or not (RFC 9110 §7.8 lets a server ignore it).
final class LateUpgrade: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart
    typealias Decoder = ByteToMessageHandler<HTTPRequestDecoder>

    private let port: Port
    private var decoder: Decoder
    private let makeDecoder: () -> Decoder
    private var answersOwed = 0
    /// The decoder stops at the end of the present request.
    private var decoderStops = false
    /// A request for a WebSocket, kept back until all earlier ones are answered.
    private var held: HTTPRequestHead?
    private var heldIsComplete = false

    init(_ port: Port, decoder: Decoder, makeDecoder: @escaping () -> Decoder) {
        self.port = port
        self.decoder = decoder
        self.makeDecoder = makeDecoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let upgrades = head.headers[canonicalForm: "upgrade"]
            if upgrades.contains(where: { $0.lowercased() == "websocket" }) {
                held = head
                return
            }
            decoderStops = !upgrades.isEmpty || head.method == .CONNECT
            answersOwed += 1
        case .body where held != nil: return
        case .body: break
        case .end where held != nil:
            heldIsComplete = true
            if answersOwed == 0 { upgrade(context) }
            return
        case .end:
            context.fireChannelRead(data)
            if decoderStops { replaceDecoder(context) }
            return
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        answersOwed -= 1
        guard held != nil, heldIsComplete, answersOwed == 0 else { return context.write(data, promise: promise) }
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.futureResult.whenSuccess {
            let (handler, context) = bound.value
            handler.upgrade(context)
        }
        context.write(data, promise: written)
    }

    private func replaceDecoder(_ context: ChannelHandlerContext) {
        decoderStops = false
        let old = decoder
        let handlers = context.pipeline.syncOperations
        decoder = makeDecoder()
        do {
            try handlers.addHandler(decoder, position: .after(old))
            handlers.removeHandler(old, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    private func upgrade(_ context: ChannelHandlerContext) {
        guard let head = held else { return }
        held = nil
        let channel = context.channel
        let handlers = context.pipeline.syncOperations
        do {
            let request = try Self.request(head)
            let gate = try handlers.handler(type: UpgradeGate.self)
            let leftovers = Leftovers()
            try handlers.addHandler(leftovers, position: .after(decoder))
            // Otherwise it would close the WebSocket as an idle HTTP connection.
            let idle = try handlers.handler(type: HTTPConnectionStateHandler.self)
            handlers.removeHandler(idle, promise: nil)
            // The decoder goes, and gives up what it read ahead, when it has left its present call.
            let bound = NIOLoopBound((gate, leftovers), eventLoop: context.eventLoop)
            handlers.removeHandler(decoder).whenComplete { [port] _ in
                let (gate, leftovers) = bound.value
                port.upgrade(channel, gate: gate, request, glued: leftovers.bytes)
            }
        } catch {
            channel.close(promise: nil)
        }
    }

    private static func request(_ head: HTTPRequestHead) throws -> RequestHead {
        var text = "\(head.method.rawValue) \(head.uri) HTTP/\(head.version.major).\(head.version.minor)\r\n"
        for (name, value) in head.headers { text += "\(name): \(value)\r\n" }
        var reader = HeadReader(limits: .init(maxSize: .max, maxFields: .max))
        let bytes = Array((text + "\r\n").utf8)
        guard let (fields, _) = try bytes.withUnsafeBytes({ try reader.accept($0) }) else {
            throw MessageHead.ParseError.malformed
        }
        return try RequestHead(fields)
    }

    /// Catches the bytes that the decoder had read ahead.
    private final class Leftovers: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private(set) var bytes: [UInt8] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += unwrapInboundIn(data).readableBytesView
        }
    }
}
