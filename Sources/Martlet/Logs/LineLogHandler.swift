public import Logging

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes each log event as one line, whatever it holds: control characters are escaped, so that nobody forges
/// lines by what they send.
public struct LineLogHandler: LogHandler {
    /// What every line of this logger bears.
    public var metadata: Logger.Metadata = [:]
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// Gives further details for each line.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let format: LogFormat
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - label: the logger's name.
    ///   - write: takes one line with its line end; may be called from any thread.
    public init(
        label: String,
        format: LogFormat,
        level: Logger.Level,
        write: @escaping @Sendable (String) -> Void = { StandardStream.error.write($0) }
    ) {
        self.label = label
        self.format = format
        self.write = write
        logLevel = level
    }

    /// One of the details that every line bears.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var details = metadata
        for more in [metadataProvider?.get(), event.metadata] { details.merge(more ?? [:]) { $1 } }
        if let error = event.error { details["error"] = "\(error)" }
        let pairs = details.sorted { $0.key < $1.key }
        let time = Date.now.ISO8601Format(.init(includingFractionalSeconds: true))
        switch format {
        case .text: write(text(time, event, pairs))
        case .json: write(json(time, event, pairs))
        }
    }

    private func text(
        _ time: String,
        _ event: LogEvent,
        _ pairs: [(key: String, value: Logger.MetadataValue)]
    ) -> String {
        var line = "\(time) \(event.level.rawValue) \(label): "
        line += LogText.escaped(event.message.description)
        for (key, value) in pairs { line += " \(LogText.plain(key))=\(LogText.plain(value.description))" }
        return line + "\n"
    }

    private func json(
        _ time: String,
        _ event: LogEvent,
        _ pairs: [(key: String, value: Logger.MetadataValue)]
    ) -> String {
        var line = "{\"time\":\"\(time)\",\"level\":\"\(event.level.rawValue)\",\"logger\":\(LogText.json(label))"
        line += ",\"message\":\(LogText.json(event.message.description))"
        if !pairs.isEmpty {
            let members = pairs.map { "\(LogText.json($0.key)):\(LogText.json($0.value))" }
            line += ",\"details\":{\(members.joined(separator: ","))}"
        }
        return line + "}\n"
    }
}
