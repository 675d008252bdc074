import ArgumentParser
import Martlet

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Every setting as a flag. Names and help texts are those of ``Setting/all``.
struct SettingFlags: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("The configuration file.", valueName: "FILE"))
    var configurationFile: String?
    @OptionGroup(title: "Listening") var listening: ListeningFlags
    @OptionGroup(title: "Connections") var connections: ConnectionFlags
    @OptionGroup(title: "Limits") var limits: LimitFlags
    @OptionGroup(title: "Compression") var compression: CompressionFlags
    @OptionGroup(title: "Process") var process: ProcessFlags

    /// The values given, by the settings' names.
    var values: [String: [String]] {
        let given = listening.given + connections.given + limits.given + compression.given + process.given
        return Dictionary(grouping: given.compactMap(\.self), by: \.name).mapValues { $0.map(\.value) }
    }

    /// Brings flags, environment and file together.
    func load() throws -> LoadedSettings {
        try LoadedSettings(flags: values, file: configurationFile, environment: ProcessInfo.processInfo.environment)
    }
}

/// A value given for a setting.
struct GivenValue: Sendable {
    let name: String
    let value: String
}

extension Option {
    /// The flag of a setting with one value.
    init(setting name: String) where Value == GivenValue? {
        self.init(name: .customLong(name), help: .setting(name), completion: .setting(name)) {
            GivenValue(name: name, value: $0)
        }
    }

    /// The flag of a setting with any number of values, each behind a flag of its own.
    init(wrappedValue: Value, list name: String) where Value == [GivenValue] {
        self.init(wrappedValue: wrappedValue, name: .customLong(name), help: .setting(name)) {
            GivenValue(name: name, value: $0)
        }
    }
}

extension ArgumentHelp {
    /// What the setting's description says.
    static func setting(_ name: String) -> ArgumentHelp {
        guard let setting = Setting.named(name) else { preconditionFailure("There is no setting \(name).") }
        let choices = setting.choices.isEmpty ? "" : " One of \(setting.choices.joined(separator: ", "))."
        let values = setting.defaultValues.filter { $0 != "none" }.joined(separator: ", ")
        let suffix = values.isEmpty ? "" : " (default: \(values))"
        return ArgumentHelp("\(setting.meaning)\(choices)\(suffix)", valueName: setting.placeholder)
    }
}

extension CompletionKind {
    /// What a shell may propose.
    static func setting(_ name: String) -> CompletionKind? {
        guard let setting = Setting.named(name) else { return nil }
        switch setting.placeholder {
        case "FILE": return .file()
        case "DIR": return .directory
        default: return setting.choices.isEmpty ? nil : .list(setting.choices)
        }
    }
}
