import Testing

@testable import Martlet

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("What martlet config prints")
struct SettingsReportTests {
    private let loaded: LoadedSettings

    init() throws {
        loaded = try LoadedSettings(
            flags: ["port": ["0"], "allow-origin": ["https://a.example", "https://b.example"]],
            environment: ["MARTLET_PING_INTERVAL": "0.5", "HOME": "/nowhere"]
        )
    }

    @Test("a table of all settings, with where each comes from")
    func table() {
        let lines = SettingsReport(loaded).table.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(lines.count == Setting.all.count + 2)
        #expect(lines.first == ["SETTING", "VALUE", "FROM"])
        #expect(lines.contains(["port", "0", "flag", "--port"]))
        #expect(lines.contains(["ping-interval", "500ms", "environment", "MARTLET_PING_INTERVAL"]))
        #expect(lines.contains(["allow-origin", "https://a.example,", "https://b.example", "flag", "--allow-origin"]))
        #expect(lines.contains(["host", "127.0.0.1", "default"]))
        #expect(lines.last?.joined(separator: " ").hasPrefix("Configuration file: none; there is no /nowhere/") == true)
    }

    @Test("the same as JSON")
    func json() throws {
        struct Document: Decodable {
            struct Member: Decodable {
                let source: String
            }
            let settings: [String: Member]
        }
        let text = SettingsReport(loaded).json
        let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        #expect(Set(document.settings.keys) == Set(Setting.all.map(\.name)))
        #expect(document.settings["port"]?.source == "flag")
        #expect(document.settings["ping-interval"]?.source == "environment")
        #expect(document.settings["host"]?.source == "default")
        #expect(text.contains(#""value" : "500ms""#))
    }

    @Test("a secret is not shown")
    func secret() {
        let setting = Setting("token", .process, \.host, .text("a text"), "TEXT", isSecret: true, "A secret.")
        let row = SettingsReport.Row(setting: setting, values: ["hunter2"], source: .flag)
        let report = SettingsReport(rows: [row], file: "/f", filesMissed: [])
        for text in [report.table, report.json] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("<secret>"))
        }
    }

    @Test("docs/configuration.md is what martlet config --markdown prints")
    func guide() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        #expect(page == SettingsGuide.markdown, "Write it anew: martlet config --markdown > docs/configuration.md")
    }
}
