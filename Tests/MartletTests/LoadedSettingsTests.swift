import Logging
import Testing

@testable import Martlet

@Suite("Settings from flags, environment and file")
struct LoadedSettingsTests {
    @Test("what stands first wins: flag, environment, file, default")
    func precedence() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("martlet.json", #"{"port": 1, "host": "127.0.0.3", "max-header-count": 7}"#)
        let loaded = try LoadedSettings(
            flags: ["port": ["3"]],
            file: file,
            environment: ["MARTLET_PORT": "2", "MARTLET_HOST": "127.0.0.2", "HOME": "/"]
        )
        #expect(loaded.settings.port == 3)
        #expect(loaded.settings.host == "127.0.0.2")
        #expect(loaded.settings.maxHeaderCount == 7)
        #expect(loaded.settings.maxBacklog == 1 << 20)
        let sources = ["port", "host", "max-header-count", "max-backlog"].map { name in
            Setting.named(name).map(loaded.source)
        }
        #expect(sources == [.flag, .environment, .file, .byDefault])
        #expect(loaded.file == file)
        #expect(loaded.warnings.isEmpty)
    }

    @Test("nothing said is the default")
    func defaults() throws {
        var expected = Settings()
        expected.data = "/home/ada/.local/share/martlet"
        #expect(try LoadedSettings(environment: ["HOME": "/home/ada"]).settings == expected)
    }

    @Test("every kind of value can stand in a file as JSON has it")
    func fileValues() throws {
        let folder = try TemporaryFolder()
        let content = """
            {"port": 0, "ping-interval": 0.5, "ping-timeout": "1500ms", "compression": false, "log-level": null,
             "allow-origin": ["https://a.example", "https://b.example"], "max-message-size": "2MiB"}
            """
        let settings = try LoadedSettings(file: try folder.write("f", content), environment: ["HOME": "/"]).settings
        #expect(settings.port == 0)
        #expect(settings.pingInterval == .milliseconds(500))
        #expect(settings.pingTimeout == .milliseconds(1500))
        #expect(!settings.compression)
        #expect(settings.logLevel == .info)
        #expect(settings.allowedOrigins == ["https://a.example", "https://b.example"])
        #expect(settings.maxMessageSize == 2 << 20)
    }

    @Test("a list comes from repeated flags, or from one variable with commas")
    func lists() throws {
        let origins = ["https://a.example", "https://b.example"]
        let flags = try LoadedSettings(flags: ["allow-origin": origins], environment: ["HOME": "/"])
        let variable = try LoadedSettings(
            environment: ["HOME": "/", "MARTLET_ALLOW_ORIGIN": "https://a.example, https://b.example"]
        )
        #expect(flags.settings.allowedOrigins == origins)
        #expect(variable.settings.allowedOrigins == origins)
    }

    @Test("the file is found in the data folder")
    func fileInDataFolder() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("martlet.json", #"{"port": 5}"#)
        let loaded = try LoadedSettings(flags: ["data": [folder.path]])
        #expect(loaded.file == file)
        #expect(loaded.settings.port == 5)
    }

    @Test("the file is named by the environment, and rather by a flag")
    func namedFile() throws {
        let folder = try TemporaryFolder()
        let one = try folder.write("one.json", #"{"port": 1}"#)
        let two = try folder.write("two.json", #"{"port": 2}"#)
        let environment = ["HOME": "/", "MARTLET_CONFIG": one]
        #expect(try LoadedSettings(environment: environment).settings.port == 1)
        #expect(try LoadedSettings(file: two, environment: environment).settings.port == 2)
    }

    @Test("an empty variable says nothing")
    func emptyVariable() throws {
        #expect(try LoadedSettings(environment: ["HOME": "/", "MARTLET_PORT": ""]).settings.port == 8080)
    }

    @Test("a home folder stands for its sign, in every path")
    func home() throws {
        let flags = ["data": ["~/d"], "tls-certificate": ["~/c"], "tls-key": ["~/k"]]
        let settings = try LoadedSettings(flags: flags, environment: ["HOME": "/home/ada"]).settings
        #expect(settings.data == "/home/ada/d")
        #expect(settings.tlsCertificate == "/home/ada/c")
        #expect(settings.tlsKey == "/home/ada/k")
    }

    @Test("a variable that nothing reads is warned about, with what may be meant")
    func unreadVariable() throws {
        let loaded = try LoadedSettings(environment: [
            "HOME": "/", "MARTLET_PORTS": "1", "MARTLET_XYZ": "1", "PORTS": "1",
        ])
        #expect(
            loaded.warnings == [
                "The environment sets MARTLET_PORTS, which nothing reads. Did you mean MARTLET_PORT?",
                "The environment sets MARTLET_XYZ, which nothing reads.",
            ]
        )
    }

    @Test("listening to the world without TLS is a risk; listening to oneself is none")
    func risks() throws {
        func risks(_ host: String) throws -> Int {
            try LoadedSettings(flags: ["host": [host]], environment: ["HOME": "/"]).risks.count
        }
        #expect(try ["127.0.0.1", "127.1", "localhost", "::1"].map(risks) == [0, 0, 0, 0])
        #expect(try ["0.0.0.0", "::", "192.168.1.2", "127.example.org"].map(risks) == [1, 1, 1, 1])
    }
}
