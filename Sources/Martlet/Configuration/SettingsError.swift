/// Why the settings can't be used: everything that is wrong with them, each with what to do about it.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One sentence or two for each problem.
    public let problems: [String]

    /// The problems, one a line.
    public var description: String { problems.joined(separator: "\n") }
}
