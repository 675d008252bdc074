import NIOCore
import NIOPosix

/// A client that speaks Engine.IO by hand over HTTP, with a connection for each request.
struct PollingClient: Sendable {
    let port: Int
    let sid: String

    /// Opens a session.
    init(_ rig: ServerRig) async throws {
        port = rig.port
        let (_, body) = try await Self.request(rig.port, "GET", "")
        sid = member("sid", of: String(body.dropFirst())) ?? ""
    }

    /// The packets of the next answer, pings left out after they are answered.
    func poll() async throws -> [String] {
        let (_, body) = try await Self.request(port, "GET", "&sid=\(sid)")
        let packets = body.split(separator: "\u{1E}").map { String($0) }
        if packets.contains("2") { _ = try await post("3") }
        return packets.filter { $0 != "2" }
    }

    /// Sends a payload, and returns the status.
    func post(_ payload: String) async throws -> Int {
        try await Self.request(port, "POST", "&sid=\(sid)", payload).status
    }

    /// Makes one request.
    static func request(
        _ port: Int,
        _ method: String,
        _ query: String,
        _ body: String = ""
    ) async throws -> (status: Int, body: String) {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let head =
            "\(method) /socket.io/?EIO=4&transport=polling\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head + body))
            var text = ""
            for try await buffer in inbound { text += String(buffer: buffer) }
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            return (status, parts.count > 1 ? String(parts[1]) : "")
        }
    }
}
