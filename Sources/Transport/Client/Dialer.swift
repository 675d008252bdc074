import NIOCore
import WebSocketCore

/// Opens plain WebSockets straight from their loops, with no channel of NIO's on the way: for programs that open
/// thousands. For all others there is ``WebSocketClient``.
///
/// It knows neither TLS nor compression, and no time limit: a server that doesn't answer leaves its socket waiting.
package struct Dialer: Sendable {
    private let url: WebSocketURL
    private let options: WebSocketOptions
    private let remote: SocketAddress
    private let resets: Bool

    /// Looks the server's address up, which may take a while.
    ///
    /// - Parameters:
    ///   - url: of scheme ws.
    ///   - options: how the sockets behave.
    ///   - resets: whether a dropped connection is reset (RFC 9293 §3.10.7), which leaves no port waiting.
    /// - Throws: `SocketAddressError` if the host is unknown.
    package init(_ url: WebSocketURL, options: WebSocketOptions, resets: Bool = false) throws {
        self.url = url
        self.options = options
        self.resets = resets
        remote = try SocketAddress.makeAddressResolvingHost(url.host, port: url.port)
    }

    /// The server's address as text, without port.
    package var address: String { remote.ipAddress ?? url.host }

    /// Begins to open a WebSocket. To be called on `loop`, where the socket is to live.
    ///
    /// - Parameters:
    ///   - local: the address to connect from, such as `127.0.1.7`; nil lets the system choose.
    ///   - failed: called on the loop instead of ``WebSocketHandler/opened(_:)``, with a ``SocketError``, a
    ///     ``WireEnd`` or a ``WebSocketClient/ConnectError``; within this call if connecting can't even begin.
    package func dial(
        on loop: Loop,
        from local: String? = nil,
        handler: any WebSocketHandler,
        failed: @escaping (any Error) -> Void
    ) {
        do {
            let local = try local.map { try SocketAddress(ipAddress: $0, port: 0) }
            let wire = try SocketWire.connecting(
                on: loop,
                to: remote,
                from: local,
                resets: resets,
                backlogLimit: options.maxBacklog
            )
            var generator = SystemRandomNumberGenerator()
            let handshake = ClientHandshake(
                host: url.authority,
                target: url.target,
                compression: nil,
                using: &generator
            )
            wire.owner = Dialing(wire, handshake, options, address, handler, failed)
            wire.write(handshake.request)
        } catch {
            failed(error)
        }
    }
}

/// A connection until its handshake is done.
private final class Dialing: WireOwner {
    private let wire: SocketWire
    private let handshake: ClientHandshake
    private let options: WebSocketOptions
    private let address: String
    private let handler: any WebSocketHandler
    private let failed: (any Error) -> Void
    private var reader = HeadReader()

    init(
        _ wire: SocketWire,
        _ handshake: ClientHandshake,
        _ options: WebSocketOptions,
        _ address: String,
        _ handler: any WebSocketHandler,
        _ failed: @escaping (any Error) -> Void
    ) {
        self.wire = wire
        self.handshake = handshake
        self.options = options
        self.address = address
        self.handler = handler
        self.failed = failed
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer) {
        do throws(ClientHandshake.Failure) {
            guard let (head, size) = try readHead(bytes) else { return }
            let agreement = try handshake.accept(head)
            let setup = WebSocketSetup(
                role: .client,
                options: options,
                subprotocol: agreement.subprotocol,
                compression: agreement.compression,
                remoteAddress: address,
                handler: handler
            )
            WebSocket(wire: wire, setup: setup).start(glued: Array(reader.bytes[size...]))
        } catch {
            wire.abort()
            failed(WebSocketClient.ConnectError.handshake(error))
        }
    }

    private func readHead(
        _ bytes: UnsafeMutableRawBufferPointer
    ) throws(ClientHandshake.Failure) -> (head: MessageHead, size: Int)? {
        do throws(MessageHead.ParseError) {
            return try reader.accept(UnsafeRawBufferPointer(bytes))
        } catch {
            throw .malformed(error)
        }
    }

    func drained() {}

    func ended(_ end: WireEnd) {
        failed(end == .endOfStream ? WebSocketClient.ConnectError.disconnected : end)
    }
}
