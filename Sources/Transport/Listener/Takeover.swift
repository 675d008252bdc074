import NIOCore
import WebSocketCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Moves a connection from its NIO channel to a loop.
///
/// A plain socket leaves NIO altogether: the loop polls a duplicate of its descriptor, and the channel closes
/// its own. Under TLS the channel stays, and its bytes cross over (``ChannelWire``).
struct Takeover {
    let channel: any Channel
    /// The channel's first handler above TLS; it passes bytes on.
    let gate: any ChannelHandler
    let isPlain: Bool

    /// To be called on the channel's event loop, with nothing waiting to be written. No byte may be read from
    /// the channel behind this.
    func move(to loop: Loop, backlogLimit: Int, then body: @escaping @Sendable (Wire) -> Void) throws {
        let descriptor = isPlain ? try duplicateDescriptor() : nil
        guard let descriptor else {
            let wire = ChannelWire(channel: channel, loop: loop, backlogLimit: backlogLimit)
            loop.execute { body(wire) }
            return try wire.attach(behind: gate)
        }
        channel.close(promise: nil)
        loop.execute {
            let wire = SocketWire(loop: loop, descriptor: descriptor, backlogLimit: backlogLimit)
            do {
                try loop.add(wire)
                body(wire)
            } catch {
                close(descriptor)
            }
        }
    }

    private func duplicateDescriptor() throws -> Int32? {
        try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { throw SocketError(errno) }
            return copy
        }
    }
}
