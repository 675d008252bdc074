import ArgumentParser

/// Where the server listens and for whom.
struct ListeningFlags: ParsableArguments {
    @Option(setting: "host") var host: GivenValue?
    @Option(setting: "port") var port: GivenValue?
    @Option(list: "allow-origin") var allowOrigin: [GivenValue] = []
    @Option(setting: "tls-certificate") var tlsCertificate: GivenValue?
    @Option(setting: "tls-key") var tlsKey: GivenValue?
    @Option(setting: "data") var data: GivenValue?
    @Flag(inversion: .prefixedNo, help: .setting("development")) var development: Bool?

    var given: [GivenValue?] {
        [host, port, tlsCertificate, tlsKey, data, GivenValue("development", development)] + allowOrigin
    }
}

/// Times in the life of a connection.
struct ConnectionFlags: ParsableArguments {
    @Option(setting: "ping-interval") var pingInterval: GivenValue?
    @Option(setting: "ping-timeout") var pingTimeout: GivenValue?
    @Option(setting: "close-timeout") var closeTimeout: GivenValue?
    @Option(setting: "handshake-timeout") var handshakeTimeout: GivenValue?
    @Option(setting: "drain-time") var drainTime: GivenValue?

    var given: [GivenValue?] { [pingInterval, pingTimeout, closeTimeout, handshakeTimeout, drainTime] }
}

/// How much a peer may ask for.
struct LimitFlags: ParsableArguments {
    @Option(setting: "max-message-size") var maxMessageSize: GivenValue?
    @Option(setting: "max-frame-size") var maxFrameSize: GivenValue?
    @Option(setting: "max-header-size") var maxHeaderSize: GivenValue?
    @Option(setting: "max-header-count") var maxHeaderCount: GivenValue?
    @Option(setting: "max-backlog") var maxBacklog: GivenValue?

    var given: [GivenValue?] { [maxMessageSize, maxFrameSize, maxHeaderSize, maxHeaderCount, maxBacklog] }
}

/// Compression of WebSocket messages.
struct CompressionFlags: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: .setting("compression")) var compression: Bool?
    @Option(setting: "compression-threshold") var threshold: GivenValue?
    @Option(setting: "compression-level") var level: GivenValue?

    var given: [GivenValue?] { [GivenValue("compression", compression), threshold, level] }
}

/// The process itself.
struct ProcessFlags: ParsableArguments {
    @Option(setting: "threads") var threads: GivenValue?
    @Option(setting: "log-level") var logLevel: GivenValue?
    @Option(setting: "log-format") var logFormat: GivenValue?

    var given: [GivenValue?] { [threads, logLevel, logFormat] }
}

extension GivenValue {
    /// Yes or no; nil if neither flag was given.
    init?(_ name: String, _ flag: Bool?) {
        guard let flag else { return nil }
        self.init(name: name, value: String(flag))
    }
}
