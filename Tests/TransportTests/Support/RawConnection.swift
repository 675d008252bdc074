import NIOCore
import NIOPosix

/// A TCP connection that sends and reads bytes as they are.
final class RawConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let collector: Collector

    init(port: Int) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        collector = Collector()
        let (channel, collector) = (channel, collector)
        Task {
            try? await channel.executeThenClose { inbound, outbound in
                await collector.attach(outbound)
                for try await buffer in inbound { await collector.add(buffer) }
                await collector.end()
            }
            await collector.end()
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await collector.outbound().write(ByteBuffer(bytes: bytes))
    }

    /// All bytes so far, as soon as they satisfy `condition` or the peer has ended.
    func read(until condition: @Sendable @escaping ([UInt8]) -> Bool) async -> [UInt8] {
        await collector.read(until: condition)
    }

    /// Everything up to the end of the stream.
    func readToEnd() async -> [UInt8] { await read { _ in false } }

    /// A response head and what follows it so far.
    func readText(until end: String) async -> String {
        let bytes = await read { String(decoding: $0, as: UTF8.self).contains(end) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func close() { channel.channel.close(promise: nil) }

    /// Opens a WebSocket by hand.
    func upgrade(_ path: String = "/", extra: String = "", glued: [UInt8] = []) async throws -> String {
        let request =
            "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(extra)\r\n"
        try await send(Array(request.utf8) + glued)
        return await readText(until: "\r\n\r\n")
    }

    private actor Collector {
        private var bytes: [UInt8] = []
        private var hasEnded = false
        private var writer: NIOAsyncChannelOutboundWriter<ByteBuffer>?
        private var waiters: [CheckedContinuation<Void, Never>] = []

        func attach(_ writer: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
            self.writer = writer
            wake()
        }

        func add(_ buffer: ByteBuffer) {
            bytes += buffer.readableBytesView
            wake()
        }

        func end() {
            hasEnded = true
            wake()
        }

        private func wake() {
            for waiter in waiters { waiter.resume() }
            waiters = []
        }

        func outbound() async -> NIOAsyncChannelOutboundWriter<ByteBuffer> {
            while true {
                if let writer { return writer }
                await withCheckedContinuation { waiters.append($0) }
            }
        }

        func read(until condition: @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
            while !hasEnded && !condition(bytes) {
                await withCheckedContinuation { waiters.append($0) }
            }
            return bytes
        }
    }
}
