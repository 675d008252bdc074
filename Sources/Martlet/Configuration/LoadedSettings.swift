/// The settings in force, and where each comes from: a flag, else the environment, else the configuration file,
/// else the default.
public struct LoadedSettings: Sendable {
    /// The settings in force.
    public let settings: Settings
    /// The configuration file that was read, if any.
    public let file: String?
    /// Where a configuration file was looked for in vain.
    public let filesMissed: [String]
    /// What looks like a mistake but doesn't stop anything, such as a variable that nobody reads.
    public let warnings: [String]
    private let sources: [String: SettingSource]

    /// Where the value of a setting comes from.
    public func source(of setting: Setting) -> SettingSource { sources[setting.name] ?? .byDefault }

    /// Brings the sources together.
    ///
    /// - Parameters:
    ///   - flags: the values given on the command line, by the settings' names.
    ///   - file: the configuration file given on the command line; nil looks into `MARTLET_CONFIG`, then for
    ///     `martlet.json` in the data folder and in the working folder.
    ///   - environment: all variables of the process.
    /// - Throws: everything that is wrong, at once.
    public init(
        flags: [String: [String]] = [:],
        file: String? = nil,
        environment: [String: String] = [:]
    ) throws(SettingsError) {
        // As compose files do: `MARTLET_PORT=` says nothing about the port.
        let environment = environment.filter { !$0.value.isEmpty }
        let home = environment["HOME"]
        let early = SettingsReader(flags: flags, environment: environment, file: [:])
        let data = try early.settings().data
        let search = try ConfigurationFile.find(
            named: file ?? environment[ConfigurationFile.environmentName],
            data: expand(data, home: home)
        )
        let reader = SettingsReader(flags: flags, environment: environment, file: search.values, path: search.path)
        var settings = try reader.settings()
        settings.data = expand(settings.data, home: home)
        settings.tlsCertificate = settings.tlsCertificate.map { expand($0, home: home) }
        settings.tlsKey = settings.tlsKey.map { expand($0, home: home) }
        try Self.check(settings)
        self.settings = settings
        self.file = search.path
        filesMissed = search.missed
        sources = reader.sources()
        warnings = Self.unreadVariables(environment)
    }

    /// What is allowed, but better known of.
    public var risks: [String] {
        guard !settings.usesTLS, !settings.isLoopback else { return [] }
        return [
            "The server listens on \(settings.host) without TLS: whoever is on the way can read and change everything."
                + " Give tls-certificate and tls-key, or put a proxy with TLS in front."
        ]
    }

    private static func check(_ settings: Settings) throws(SettingsError) {
        var problems: [String] = []
        if (settings.tlsCertificate == nil) != (settings.tlsKey == nil) {
            problems.append("tls-certificate and tls-key belong together. Give both or neither.")
        }
        if settings.data.hasPrefix("~") {
            problems.append(
                "data is in the home folder (\(settings.data)), but HOME isn't set. Give a folder by --data."
            )
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }

    private static func unreadVariables(_ environment: [String: String]) -> [String] {
        let known = Setting.all.map(\.environmentName) + [ConfigurationFile.environmentName]
        return environment.keys.filter { $0.hasPrefix("MARTLET_") && !known.contains($0) }.sorted().map { name in
            let hint = NearestName.find(name, in: known).map { " Did you mean \($0)?" } ?? ""
            return "The environment sets \(name), which nothing reads.\(hint)"
        }
    }
}

/// Puts the home folder in place of a leading `~`.
private func expand(_ path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
}
