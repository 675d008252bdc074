import ArgumentParser
import Testing

@testable import Martlet
@testable import MartletCommand

@Suite("Flags")
struct FlagTests {
    private static let switches = ["compression", "development"]

    @Test("every setting has a flag that brings its value", arguments: Setting.all.map(\.name))
    func everySetting(name: String) throws {
        let arguments = Self.switches.contains(name) ? ["--\(name)"] : ["--\(name)", "value"]
        let flags = try SettingFlags.parse(arguments)
        #expect(flags.values == [name: [Self.switches.contains(name) ? "true" : "value"]])
    }

    @Test("a switch can be turned off", arguments: switches)
    func switchedOff(name: String) throws {
        #expect(try SettingFlags.parse(["--no-\(name)"]).values == [name: ["false"]])
    }

    @Test("a list's flag can be repeated")
    func list() throws {
        let flags = try SettingFlags.parse(["--allow-origin", "a", "--port", "1", "--allow-origin", "b"])
        #expect(flags.values == ["allow-origin": ["a", "b"], "port": ["1"]])
    }

    @Test("the help tells of every setting under its heading")
    func help() {
        let help = MartletCommand.helpMessage(for: ServeCommand.self, columns: 120)
        for setting in Setting.all { #expect(help.contains("--\(setting.name)")) }
        for group in Setting.Group.allCases { #expect(help.contains("\(group.rawValue.uppercased())")) }
    }
}
