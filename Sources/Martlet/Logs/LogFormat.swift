/// How log lines are written.
public enum LogFormat: String, CaseIterable, Sendable {
    /// `2026-11-21T06:18:59.123Z info martlet: listening port=8080`, for people.
    case text
    /// One JSON object a line, for programs.
    case json
}
