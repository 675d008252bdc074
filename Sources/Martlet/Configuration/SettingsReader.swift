import Configuration
import Synchronization

/// Asks flags, environment and file in this order for every setting.
struct SettingsReader {
    private let reader: ConfigReader
    private let reporter = SourceReporter()
    private let path: String?

    init(flags: [String: [String]], environment: [String: String], file: [String: [String]], path: String? = nil) {
        self.path = path
        reader = ConfigReader(
            providers: [
                InMemoryProvider(name: "flags", values: Self.values(flags)),
                EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "martlet"),
                InMemoryProvider(name: "file", values: Self.values(file)),
            ],
            accessReporter: reporter
        )
    }

    private static func values(_ texts: [String: [String]]) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, texts) in texts {
            guard let setting = Setting.named(name) else { continue }
            let content = setting.isList ? ConfigContent.stringArray(texts) : .string(texts.last ?? "")
            values[AbsoluteConfigKey([name])] = ConfigValue(content, isSecret: setting.isSecret)
        }
        return values
    }

    /// The settings in force.
    func settings() throws(SettingsError) -> Settings {
        var settings = Settings()
        var problems: [String] = []
        for setting in Setting.all {
            guard let texts = texts(setting), !setting.assign(texts, &settings) else { continue }
            let given = setting.isSecret ? "The value" : "“\(texts.joined(separator: ", "))”"
            let place = (sources()[setting.name] ?? .byDefault).place(of: setting, file: path)
            problems.append("\(setting.name): \(given) from \(place) can't be used. Give \(setting.expected).")
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return settings
    }

    private func texts(_ setting: Setting) -> [String]? {
        let key = ConfigKey([setting.name])
        return setting.isList
            ? reader.stringArray(forKey: key, isSecret: setting.isSecret)
            : reader.string(forKey: key, isSecret: setting.isSecret).map { [$0] }
    }

    /// Where the values come from that were read so far.
    func sources() -> [String: SettingSource] { reporter.sources.withLock { $0 } }

    /// Notes which provider had each value.
    private final class SourceReporter: AccessReporter {
        let sources = Mutex<[String: SettingSource]>([:])

        func report(_ event: AccessEvent) {
            let order: [SettingSource] = [.flag, .environment, .file]
            let answered = event.providerResults.firstIndex { result in
                if case .success(let found) = result.result { found.value != nil } else { false }
            }
            guard let answered, let name = event.metadata.key.components.first else { return }
            sources.withLock { $0[name] = order[answered] }
        }
    }
}
