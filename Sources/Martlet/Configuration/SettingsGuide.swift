/// The page `docs/configuration.md`, written from ``Setting/all``.
public enum SettingsGuide {
    /// The page.
    public static var markdown: String {
        ([opening] + Setting.Group.allCases.map(section)).joined(separator: "\n") + "\n"
    }

    private static let opening = """
        # Configuration

        <!-- Written by `martlet config --markdown`. -->

        Every setting has one name. It can be given in three places; the first that gives it wins:

        1. a **flag** of `martlet serve`: `--ping-interval 10s`
        2. a variable of the **environment**: `MARTLET_PING_INTERVAL=10s`
        3. the configuration **file**, one JSON object: `{"ping-interval": "10s"}`

        The file is the one named by `--config` or `MARTLET_CONFIG`, else `martlet.json` in the data folder, else
        `martlet.json` in the working folder. `martlet config` takes the same flags as `martlet serve` and prints what is
        in force and where each value comes from.

        A time is a number with a unit, `500ms`, `25s`, `2m` or `1h`; without a unit it counts seconds. A size is a number of
        bytes or has a unit, `64KiB`, `1MiB`, `1GiB`. Lists repeat the flag, are separated by commas in the environment, and
        are JSON lists in the file. An empty variable counts as not set. A name that doesn't exist stops the start if it
        stands in the file, and is warned about if it is a variable that begins with `MARTLET_`.

        """

    private static func section(_ group: Setting.Group) -> String {
        let rows = Setting.all.filter { $0.group == group }.map { setting in
            let values = setting.defaultValues.map { "`\($0)`" }.joined(separator: ", ")
            let meaning =
                setting.meaning + (setting.isList ? " Give any number, each " : " Give ") + setting.expected + "."
            return
                "| `\(setting.name)` | `\(setting.environmentName)` | \(values.isEmpty ? "none" : values) | \(meaning) |"
        }
        let head = ["## \(group.rawValue)", "", "| Name | Environment | Default | Meaning |", "|---|---|---|---|"]
        return (head + rows + [""]).joined(separator: "\n")
    }
}
