/// One thing that can be set: how it is called everywhere, what it means, and how its values are written.
public struct Setting: Sendable {
    /// A heading under which settings stand together.
    public enum Group: String, CaseIterable, Sendable {
        /// Where the server listens and for whom.
        case listening = "Listening"
        /// Times in the life of a connection.
        case connections = "Connections"
        /// How much a peer may ask for.
        case limits = "Limits"
        /// Compression of WebSocket messages.
        case compression = "Compression"
        /// The process itself.
        case process = "Process"
    }

    /// The name in files, such as `ping-interval`; the flag is the same behind two dashes.
    public let name: String
    /// The heading it stands under.
    public let group: Group
    /// What the value stands for in help texts, such as `DIR`.
    public let placeholder: String
    /// What it does, in one or two sentences.
    public let meaning: String
    /// What to write, such as "a time such as 500ms or 25s".
    public let expected: String
    /// All values there are, if they are few.
    public let choices: [String]
    /// Whether it takes several values.
    public let isList: Bool
    /// Whether its value must not be shown.
    public let isSecret: Bool
    /// Reads values into their place; false if they aren't ``expected``.
    let assign: @Sendable ([String], inout Settings) -> Bool
    /// The values as they would be read.
    let values: @Sendable (Settings) -> [String]

    /// The variable of the environment, such as `MARTLET_PING_INTERVAL`.
    public var environmentName: String {
        "MARTLET_" + name.uppercased().split(separator: "-").joined(separator: "_")
    }

    /// The values if nothing else is said.
    public var defaultValues: [String] { values(Settings()) }

    /// A setting with one value.
    init<Value: Sendable>(
        _ name: String,
        _ group: Group,
        _ place: any WritableKeyPath<Settings, Value> & Sendable,
        _ format: ValueFormat<Value>,
        _ placeholder: String,
        isSecret: Bool = false,
        _ meaning: String
    ) {
        self.name = name
        self.group = group
        self.placeholder = placeholder
        self.meaning = meaning
        self.isSecret = isSecret
        isList = false
        expected = format.expected
        choices = format.choices
        assign = { texts, settings in
            guard texts.count == 1, let value = format.read(texts[0]) else { return false }
            settings[keyPath: place] = value
            return true
        }
        values = { [format.write($0[keyPath: place])] }
    }

    /// A setting with any number of values.
    init<Element: Sendable>(
        list name: String,
        _ group: Group,
        _ place: any WritableKeyPath<Settings, [Element]> & Sendable,
        _ format: ValueFormat<Element>,
        _ placeholder: String,
        _ meaning: String
    ) {
        self.name = name
        self.group = group
        self.placeholder = placeholder
        self.meaning = meaning
        isSecret = false
        isList = true
        expected = format.expected
        choices = format.choices
        assign = { texts, settings in
            let elements = texts.compactMap(format.read)
            settings[keyPath: place] = elements
            return elements.count == texts.count
        }
        values = { $0[keyPath: place].map(format.write) }
    }
}
