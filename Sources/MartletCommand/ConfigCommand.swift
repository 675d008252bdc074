import ArgumentParser
import Martlet

/// `martlet config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the settings in force, and where each value comes from.",
        discussion: "Takes the same options as 'martlet serve', and starts nothing."
    )

    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print the page about all settings instead.") var markdown = false
    @OptionGroup var flags: SettingFlags

    func run() throws {
        if markdown { return StandardStream.output.write(SettingsGuide.markdown) }
        let loaded = try flags.load()
        let report = SettingsReport(loaded)
        StandardStream.output.write((json ? report.json : report.table) + "\n")
        for warning in loaded.warnings { StandardStream.error.write("Warning: \(warning)\n") }
    }

    func validate() throws {
        if json && markdown { throw ValidationError("Give --json or --markdown, not both.") }
    }
}
