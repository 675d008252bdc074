package import Logging

/// All that can be set, with its defaults. What each setting means is written once, in ``Setting/all``.
public struct Settings: Sendable, Equatable {
    // Listening
    package var host = "127.0.0.1"
    package var port = 8080
    package var allowedOrigins: [String] = []
    package var tlsCertificate: String?
    package var tlsKey: String?
    package var data = "~/.local/share/martlet"
    package var development = false

    // Connections
    package var pingInterval: Duration? = .seconds(25)
    package var pingTimeout = Duration.seconds(20)
    package var closeTimeout = Duration.seconds(5)
    package var handshakeTimeout = Duration.seconds(10)
    package var drainTime = Duration.seconds(5)

    // Limits
    package var maxMessageSize = 1 << 20
    package var maxFrameSize: Int?
    package var maxHeaderSize = 16 << 10
    package var maxHeaderCount = 100
    package var maxBacklog = 1 << 20

    // Compression
    package var compression = true
    package var compressionThreshold = 1024
    package var compressionLevel = 1

    // Process
    package var threads: Int?
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text

    /// The defaults.
    public init() {}
}

extension Settings {
    /// Whether only this machine reaches the server.
    package var isLoopback: Bool {
        let isAddress = host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        return ["localhost", "::1"].contains(host) || (isAddress && host.hasPrefix("127."))
    }

    /// Whether the server speaks TLS.
    package var usesTLS: Bool { tlsCertificate != nil }
}
