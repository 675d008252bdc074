#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A configuration file: one JSON object with the settings by their names.
///
/// swift-configuration's own JSON provider needs all of Foundation, which this program does without, and it doesn't
/// tell about names that nobody asks for.
struct SettingsFile: Sendable {
    /// The values by the settings' names.
    let values: [String: [String]]

    /// - Parameter path: named in errors.
    init(_ content: Data, path: String) throws(SettingsError) {
        let members: [String: Member]
        do {
            members = try JSONDecoder().decode([String: Member].self, from: content)
        } catch {
            throw SettingsError(problems: ["The file \(path) can't be used: \(Self.reason(error)) \(Self.shape)"])
        }
        var problems: [String] = []
        var values: [String: [String]] = [:]
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let setting = Setting.named(name) else {
                problems.append("The file \(path) sets “\(name)”, which doesn't exist.\(Self.hint(for: name))")
                continue
            }
            switch member {
            case .null: break
            case .one(let text): values[name] = [text]
            case .many(let texts) where setting.isList: values[name] = texts
            case .many: problems.append("The file \(path) gives “\(name)” a list. Give \(setting.expected).")
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        self.values = values
    }

    private static let shape = #"Give one object with names and values, such as {"port": 8080}."#

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context):
            "it is no valid JSON (\(context.underlyingError.map { "\($0)" } ?? context.debugDescription))."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            if let name = context.codingPath.first?.stringValue {
                "the value of “\(name)” is neither text, number, true, false nor a list of texts."
            } else {
                "it holds no JSON object."
            }
        default: "\(error)."
        }
    }

    private static func hint(for name: String) -> String {
        NearestName.find(name, in: Setting.all.map(\.name)).map { " Did you mean “\($0)”?" } ?? ""
    }

    /// The value of one name. Numbers become text again: each setting reads its own.
    private enum Member: Decodable {
        case null
        case one(String)
        case many([String])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let flag = try? value.decode(Bool.self) {
                self = .one(String(flag))
            } else if let number = try? value.decode(Int.self) {
                self = .one(String(number))
            } else if let number = try? value.decode(Double.self) {
                self = .one(String(number))
            } else if let text = try? value.decode(String.self) {
                self = .one(text)
            } else {
                self = .many(try value.decode([String].self))
            }
        }
    }
}
