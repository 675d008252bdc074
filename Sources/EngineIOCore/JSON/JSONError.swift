/// Why a text is not JSON (RFC 8259), or not JSON that is accepted here.
public enum JSONError: Error, Hashable, Sendable {
    /// A byte that the grammar doesn't allow, or the text's early end, at this offset.
    case syntax(offset: Int)
    /// More arrays and objects inside one another than the limit allows.
    case tooDeep(limit: Int)
}

extension JSONError: CustomStringConvertible {
    /// What happened, and the setting that a limit comes from.
    public var description: String {
        switch self {
        case .syntax(let offset): "invalid JSON at byte \(offset)"
        case .tooDeep(let limit): "JSON nested deeper than \(limit) levels (setting: maxDepth)"
        }
    }
}
