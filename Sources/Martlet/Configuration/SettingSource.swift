/// Where the value of a setting comes from; what stands first here wins.
public enum SettingSource: Sendable, Equatable {
    /// A flag of the command line.
    case flag
    /// A variable of the environment.
    case environment
    /// The configuration file.
    case file
    /// Nothing was said.
    case byDefault

    /// A word for programs.
    public var name: String {
        switch self {
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        case .byDefault: "default"
        }
    }

    /// Where to go to change the value.
    func place(of setting: Setting, file: String?) -> String {
        switch self {
        case .flag: "flag --\(setting.name)"
        case .environment: "environment \(setting.environmentName)"
        case .file: "file \(file ?? "")"
        case .byDefault: "default"
        }
    }
}
