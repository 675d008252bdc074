import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing
import Transport
import TransportTLS
import WebSocketCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("TLS", .enabled(if: Certificates.canBeMade, "needs the command openssl"), .timeLimit(.minutes(1)))
struct TLSTests {
    private let files: Certificates

    init() throws { files = try Certificates() }

    /// An echo under TLS, with the certificate that lies in `files`.
    private func rig(_ tls: ServerTLS) async throws -> TestRig {
        try await TestRig { _ in
            ListenerConfiguration(
                port: 0,
                responder: { _, writer, _ in try await writer.writeResponse(.init(status: .noContent)) },
                prepareChannel: tls.prepare
            ) { _ in WebSocketRoute { _ in EchoHandler() } }
        }
    }

    private func connect(
        _ rig: TestRig,
        host: String = "localhost",
        trust: ClientTLS.Trust
    ) async throws -> (WebSocket, Recorder) {
        var configuration = WebSocketClient.Configuration()
        configuration.prepareSecureChannel = try ClientTLS(trust: trust).prepare
        let recorder = Recorder()
        let url = try WebSocketURL("wss://\(host):\(rig.listener.port)/")
        let client = WebSocketClient(configuration, loops: rig.loops)
        return (try await client.connect(url) { recorder.handler() }, recorder)
    }

    @Test(
        "messages go there and back, whether the server is called by name or address",
        arguments: ["localhost", "127.0.0.1"]
    )
    func echo(host: String) async throws {
        try await rig(try files.serve("one")).use { rig in
            let (socket, recorder) = try await connect(rig, host: host, trust: .file(files.certificate("one")))
            let large = [UInt8](repeating: 7, count: 300_000)
            socket.send("hello")
            socket.send(.binary, large)
            #expect(await recorder.first(3) == [.opened, .text("hello"), .binary(large)])
            socket.close(reason: "done")
            #expect(await recorder.ending() == .byUs(.normal, reason: "done"))
        }
    }

    @Test("a server that nobody vouches for is not connected to")
    func untrusted() async throws {
        try await rig(try files.serve("one")).use { rig in
            await #expect(throws: NIOSSLError.self) { try await connect(rig, trust: .system) }
            await #expect(throws: NIOSSLError.self) { try await connect(rig, trust: .file(files.certificate("two"))) }
        }
    }

    @Test("a renewed certificate is for new connections; open ones go on")
    func renewal() async throws {
        let tls = try files.serve("one")
        try await rig(tls).use { rig in
            let (socket, recorder) = try await connect(rig, trust: .file(files.certificate("one")))
            #expect(!tls.reload())
            try files.install("two")
            #expect(tls.reload())
            await #expect(throws: NIOSSLError.self) { try await connect(rig, trust: .file(files.certificate("one"))) }
            let (renewed, renewedRecorder) = try await connect(rig, trust: .file(files.certificate("two")))
            socket.send("old")
            renewed.send("new")
            #expect(await recorder.first(2) == [.opened, .text("old")])
            #expect(await renewedRecorder.first(2) == [.opened, .text("new")])
        }
    }

    @Test("a file that can't be used changes nothing, until it is mended")
    func brokenRenewal() async throws {
        let tls = try files.serve("one")
        try await rig(tls).use { rig in
            try files.install("two", broken: true)
            #expect(!tls.reload())
            try FileManager.default.removeItem(atPath: files.certificate("installed"))
            #expect(!tls.reload())
            _ = try await connect(rig, trust: .file(files.certificate("one")))
            try files.install("two")
            #expect(tls.reload())
            _ = try await connect(rig, trust: .file(files.certificate("two")))
        }
    }

    @Test("the files are looked at by themselves")
    func watch() async throws {
        let tls = try files.serve("one")
        try await rig(tls).use { rig in
            let watching = Task { await tls.watch(every: .milliseconds(5)) }
            try files.install("two")
            await waitUntil { (try? await connect(rig, trust: .file(files.certificate("two")))) != nil }
            watching.cancel()
            await watching.value
        }
    }

    @Test("the second request of a connection may ask for a WebSocket")
    func lateUpgrade() async throws {
        try await rig(try files.serve("one")).use { rig in
            let channel = try await secureChannel(rig.listener.port)
            try await channel.executeThenClose { inbound, outbound in
                var answer = ""
                var parts = inbound.makeAsyncIterator()
                try await outbound.write(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                while !answer.contains("\r\n\r\n"), let part = try await parts.next() { answer += String(buffer: part) }
                #expect(answer.hasPrefix("HTTP/1.1 204 "))

                answer = ""
                let request =
                    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
                // A frame behind it, glued: “hi”, masked with zeros.
                let frame: [UInt8] = [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]
                try await outbound.write(ByteBuffer(bytes: Array(request.utf8) + frame))
                while !answer.hasSuffix("\u{2}hi"), let part = try await parts.next() { answer += String(buffer: part) }
                #expect(answer.hasPrefix("HTTP/1.1 101 "))
                #expect(answer.hasSuffix("\u{2}hi"))
            }
        }
    }

    @Test("HTTP/1.1 is agreed on, and TLS before 1.2 is not")
    func versions() async throws {
        try await rig(try files.serve("one")).use { rig in
            for version in [TLSVersion.tlsv13, .tlsv12] {
                let agreed = try await negotiate(rig.listener.port, upTo: version)
                #expect(agreed == "http/1.1")
            }
            await #expect(throws: (any Error).self) { try await negotiate(rig.listener.port, upTo: .tlsv11) }
        }
    }

    @Test("files that can't be used are named")
    func badFiles() throws {
        let (certificate, key) = (files.certificate("one"), files.key("one"))
        #expect(throws: TLSError.unreadable("/nowhere")) { try ServerTLS(certificate: "/nowhere", key: key) }
        #expect(throws: TLSError.badCertificate(key)) { try ServerTLS(certificate: key, key: key) }
        #expect(throws: TLSError.badKey(certificate)) { try ServerTLS(certificate: certificate, key: certificate) }
        let other = files.key("two")
        #expect(throws: TLSError.mismatch(certificate: certificate, key: other)) {
            try ServerTLS(certificate: certificate, key: other)
        }
        #expect(throws: TLSError.badCertificate("/nowhere")) { try ClientTLS(trust: .file("/nowhere")) }
    }

    // MARK: - Clients of other kinds

    private func secureChannel(_ port: Int) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let tls = try ClientTLS(trust: .file(files.certificate("one")))
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try tls.prepare(channel, server: "localhost")
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// The protocol that the server agrees to.
    private func negotiate(_ port: Int, upTo version: TLSVersion) async throws -> String? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(files.certificate("one"))
        configuration.maximumTLSVersion = version
        configuration.applicationProtocols = ["h2", "http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        let agreed = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: String?.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handlers = channel.pipeline.syncOperations
                    try handlers.addHandler(NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    try handlers.addHandler(Negotiation(agreed))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        defer { channel.close(promise: nil) }
        return try await agreed.futureResult.get()
    }

    private final class Negotiation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let agreed: EventLoopPromise<String?>

        init(_ agreed: EventLoopPromise<String?>) { self.agreed = agreed }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .handshakeCompleted(let name)? = event as? TLSUserEvent { agreed.succeed(name) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { agreed.fail(error) }

        func channelInactive(context: ChannelHandlerContext) { agreed.fail(ChannelError.eof) }
    }
}
