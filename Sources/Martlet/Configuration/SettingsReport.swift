#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows the settings in force and where each comes from. Secrets are not shown.
public struct SettingsReport: Sendable {
    /// One setting in force.
    struct Row: Sendable {
        let setting: Setting
        let values: [String]
        let source: SettingSource

        /// What may be shown.
        var shown: [String] { setting.isSecret ? values.map { _ in "<secret>" } : values }
    }

    private let rows: [Row]
    private let file: String?
    private let filesMissed: [String]

    /// A report of these settings.
    public init(_ loaded: LoadedSettings) {
        self.init(
            rows: Setting.all.map {
                Row(setting: $0, values: $0.values(loaded.settings), source: loaded.source(of: $0))
            },
            file: loaded.file,
            filesMissed: loaded.filesMissed
        )
    }

    init(rows: [Row], file: String?, filesMissed: [String]) {
        self.rows = rows
        self.file = file
        self.filesMissed = filesMissed
    }

    /// A table for people.
    public var table: String {
        let cells = rows.map { row in
            let value = row.shown.isEmpty ? "none" : row.shown.joined(separator: ", ")
            return (row.setting.name, value, row.source.place(of: row.setting, file: file))
        }
        let all = [("SETTING", "VALUE", "FROM")] + cells
        let nameWidth = all.map(\.0.count).max() ?? 0
        let valueWidth = all.map(\.1.count).max() ?? 0
        let lines = all.map { padded($0.0, nameWidth) + "  " + padded($0.1, valueWidth) + "  " + $0.2 }
        return (lines + ["", fileLine]).joined(separator: "\n")
    }

    private var fileLine: String {
        if let file { return "Configuration file: \(file)" }
        return "Configuration file: none; there is no \(filesMissed.joined(separator: " and no "))"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// A JSON object for programs: the file, and for each setting its value and its source.
    public var json: String {
        let members = rows.map { row in
            let value: Value = row.setting.isList ? .many(row.shown) : .one(row.shown.first ?? "")
            return (row.setting.name, Member(value: value, source: row.source.name))
        }
        let document = Document(file: file, settings: Dictionary(members) { first, _ in first })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private struct Document: Encodable {
        let file: String?
        let settings: [String: Member]
    }

    private struct Member: Encodable {
        let value: Value
        let source: String
    }

    private enum Value: Encodable {
        case one(String)
        case many([String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let text): try container.encode(text)
            case .many(let texts): try container.encode(texts)
            }
        }
    }
}
