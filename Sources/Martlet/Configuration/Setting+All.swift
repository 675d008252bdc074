extension Setting {
    /// Every setting there is.
    public static let all: [Setting] = listening + connections + limits + compression + process

    /// The setting of a name.
    public static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

    private static let listening: [Setting] = [
        Setting(
            "host",
            .listening,
            \.host,
            .text("a name or an address such as 127.0.0.1"),
            "HOST",
            "The address to listen on. With 127.0.0.1 only this machine reaches the server, with 0.0.0.0 or :: any."
        ),
        Setting(
            "port",
            .listening,
            \.port,
            .integer(0...65535),
            "PORT",
            "The TCP port to listen on; 0 takes a free one."
        ),
        Setting(
            list: "allow-origin",
            .listening,
            \.allowedOrigins,
            .origin,
            "ORIGIN",
            "Web pages that may use this server although they come from elsewhere. Pages of this server always may."
        ),
        Setting(
            "tls-certificate",
            .listening,
            \.tlsCertificate,
            ValueFormat.text("the path of a file").optional("none"),
            "FILE",
            "The certificate with its chain, as PEM. It turns TLS on. A renewed file is taken up within half a minute, or at SIGHUP."
        ),
        Setting(
            "tls-key",
            .listening,
            \.tlsKey,
            ValueFormat.text("the path of a file").optional("none"),
            "FILE",
            "The certificate's private key, as PEM."
        ),
        Setting(
            "data",
            .listening,
            \.data,
            .text("the path of a folder"),
            "DIR",
            "The folder for everything that must last; it is made if it isn't there."
        ),
        Setting(
            "development",
            .listening,
            \.development,
            .yesOrNo,
            "true|false",
            "For trying things out: pages of any port of this machine may use the server, such as those of a build tool."
        ),
    ]

    private static let connections: [Setting] = [
        Setting(
            "ping-interval",
            .connections,
            \.pingInterval,
            ValueFormat.duration(.milliseconds(10) ... .seconds(86400)).optional("off"),
            "TIME",
            "A WebSocket that was silent for so long is sent a ping."
        ),
        Setting(
            "ping-timeout",
            .connections,
            \.pingTimeout,
            .duration(.milliseconds(10) ... .seconds(3600)),
            "TIME",
            "A WebSocket that stays silent for so long after a ping is given up."
        ),
        Setting(
            "close-timeout",
            .connections,
            \.closeTimeout,
            .duration(.milliseconds(10) ... .seconds(600)),
            "TIME",
            "How long the other end may take to answer a close before the connection is dropped."
        ),
        Setting(
            "handshake-timeout",
            .connections,
            \.handshakeTimeout,
            .duration(.milliseconds(10) ... .seconds(600)),
            "TIME",
            "How long a new connection may take to send its first request."
        ),
        Setting(
            "drain-time",
            .connections,
            \.drainTime,
            .duration(.zero ... .seconds(3600)),
            "TIME",
            "When the server is told to stop, it closes its WebSockets spread over this time, so that they don't all"
                + " come back elsewhere at once."
        ),
    ]

    private static let limits: [Setting] = [
        Setting(
            "max-message-size",
            .limits,
            \.maxMessageSize,
            .size(1...1 << 30),
            "SIZE",
            "The largest WebSocket message that is accepted, after decompression."
        ),
        Setting(
            "max-frame-size",
            .limits,
            \.maxFrameSize,
            ValueFormat.size(1...1 << 30).optional("max-message-size"),
            "SIZE",
            "The largest single frame that is accepted."
        ),
        Setting(
            "max-header-size",
            .limits,
            \.maxHeaderSize,
            .size(512...1 << 20),
            "SIZE",
            "The most bytes in the head of a request."
        ),
        Setting(
            "max-header-count",
            .limits,
            \.maxHeaderCount,
            .integer(1...10_000),
            "COUNT",
            "The most fields in the head of a request."
        ),
        Setting(
            "max-backlog",
            .limits,
            \.maxBacklog,
            .size(1 << 10...1 << 30),
            "SIZE",
            "The most bytes that may wait for a slow receiver before it is disconnected."
        ),
    ]

    private static let compression: [Setting] = [
        Setting(
            "compression",
            .compression,
            \.compression,
            .yesOrNo,
            "true|false",
            "Whether permessage-deflate is agreed to when a client offers it."
        ),
        Setting(
            "compression-threshold",
            .compression,
            \.compressionThreshold,
            .size(0...1 << 30),
            "SIZE",
            "Smaller messages are sent as they are."
        ),
        Setting(
            "compression-level",
            .compression,
            \.compressionLevel,
            .integer(1...9),
            "LEVEL",
            "1 is fastest, 9 is smallest."
        ),
    ]

    private static let process: [Setting] = [
        Setting(
            "threads",
            .process,
            \.threads,
            ValueFormat.integer(1...1024).optional("cores"),
            "COUNT",
            "How many event loops share the WebSockets; by default one for each core."
        ),
        Setting(
            "log-level",
            .process,
            \.logLevel,
            .word,
            "LEVEL",
            "The least level that is logged."
        ),
        Setting(
            "log-format",
            .process,
            \.logFormat,
            .word,
            "FORMAT",
            "Logs go to standard error, as text for people or as one JSON object a line for programs."
        ),
    ]
}
