#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds and reads the configuration file.
struct ConfigurationFile {
    /// The variable that names it.
    static let environmentName = "MARTLET_CONFIG"
    private static let usualName = "martlet.json"

    /// The file that was read.
    let path: String?
    /// What it sets.
    let values: [String: [String]]
    /// Where no file was.
    let missed: [String]

    /// Reads the file that is named, which must be there, or else the first that is found.
    static func find(named name: String?, data: String) throws(SettingsError) -> ConfigurationFile {
        if let name {
            guard let content = FileManager.default.contents(atPath: name) else {
                throw SettingsError(problems: ["The file \(name) can't be read. Name another by --config."])
            }
            return try ConfigurationFile(path: name, values: SettingsFile(content, path: name).values, missed: [])
        }
        let places = [data + "/" + usualName, usualName]
        for (index, place) in places.enumerated() where FileManager.default.fileExists(atPath: place) {
            let found = try find(named: place, data: data)
            return ConfigurationFile(path: place, values: found.values, missed: Array(places[..<index]))
        }
        return ConfigurationFile(path: nil, values: [:], missed: places)
    }
}
