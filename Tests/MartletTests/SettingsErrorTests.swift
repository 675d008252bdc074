import Testing

@testable import Martlet

@Suite("Settings that can't be used")
struct SettingsErrorTests {
    private func problems(
        flags: [String: [String]] = [:],
        file: String? = nil,
        environment: [String: String] = ["HOME": "/"]
    ) -> [String] {
        do throws(SettingsError) {
            _ = try LoadedSettings(flags: flags, file: file, environment: environment)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("an error names the setting, the value, where it stands and what to give instead")
    func namesAll() throws {
        #expect(
            problems(flags: ["port": ["99999"]]) == [
                "port: “99999” from flag --port can't be used. Give a whole number from 0 to 65535."
            ]
        )
        #expect(
            problems(environment: ["HOME": "/", "MARTLET_PING_INTERVAL": "5x"]) == [
                "ping-interval: “5x” from environment MARTLET_PING_INTERVAL can't be used."
                    + " Give a time such as 500ms, 25s or 2m, from 10ms to 24h, or off."
            ]
        )
        let folder = try TemporaryFolder()
        let file = try folder.write("f.json", #"{"log-level": "loud"}"#)
        #expect(
            problems(file: file) == [
                "log-level: “loud” from file \(file) can't be used."
                    + " Give one of trace, debug, info, notice, warning, error, critical."
            ]
        )
    }

    @Test("all problems are told at once")
    func allAtOnce() {
        #expect(problems(flags: ["port": ["x"], "threads": ["0"], "max-backlog": ["1"]]).count == 3)
    }

    @Test("half a key pair is none")
    func halfTLS() {
        let expected = ["tls-certificate and tls-key belong together. Give both or neither."]
        #expect(problems(flags: ["tls-certificate": ["/c"]]) == expected)
        #expect(problems(flags: ["tls-key": ["/k"]]) == expected)
    }

    @Test("without a home folder the data folder must be given")
    func noHome() {
        #expect(problems(environment: [:]).map { $0.contains("--data") } == [true])
        #expect(problems(flags: ["data": ["/d"]], environment: [:]).isEmpty)
    }

    @Test("an unknown name in the file is an error, with what may be meant")
    func unknownName() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("f.json", #"{"prot": 1, "something": 2}"#)
        #expect(
            problems(file: file) == [
                "The file \(file) sets “prot”, which doesn't exist. Did you mean “port”?",
                "The file \(file) sets “something”, which doesn't exist.",
            ]
        )
    }

    @Test("a file that is named must be there")
    func missingFile() {
        #expect(problems(file: "/nowhere.json") == ["The file /nowhere.json can't be read. Name another by --config."])
    }

    @Test(
        "a file of another shape is refused by name",
        arguments: [
            "", "{", "[]", "8080", #"{"port": {"number": 1}}"#, #"{"allow-origin": [1]}"#, #"{"port": [1, 2]}"#,
            #"{"port": ["1"]}"#,
        ]
    )
    func badShape(content: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("f.json", content)
        let found = problems(file: file)
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.hasPrefix("The file \(file) ") })
    }
}
