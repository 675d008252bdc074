import Testing

@testable import Martlet

@Suite("How values are written")
struct ValueFormatTests {
    @Test(
        "times",
        arguments: [
            ("25", Duration.seconds(25)), ("25s", .seconds(25)), ("0.5", .milliseconds(500)),
            ("500ms", .milliseconds(500)),
            ("1.5s", .milliseconds(1500)), ("2m", .seconds(120)), ("1h", .seconds(3600)), ("3 S", .seconds(3)),
            ("0", .zero),
        ]
    )
    func durations(text: String, expected: Duration) {
        #expect(ValueFormat.duration(.zero ... .seconds(3600)).read(text) == expected)
    }

    @Test(
        "what is no time",
        arguments: [
            "", "s", "-1", "1x", "1e3", "0x10", "nan", "inf", "1.2.3", "2h", "99999999999999999999999", "one",
        ]
    )
    func badDurations(text: String) {
        #expect(ValueFormat.duration(.zero ... .seconds(3600)).read(text) == nil)
    }

    @Test(
        "sizes",
        arguments: [
            ("0", 0), ("1000", 1000), ("1KiB", 1024), ("1k", 1024), ("16 kib", 16384), ("1MiB", 1 << 20),
            ("1G", 1 << 30),
        ]
    )
    func sizes(text: String, expected: Int) {
        #expect(ValueFormat.size(0...1 << 30).read(text) == expected)
    }

    @Test("what is no size", arguments: ["", "KiB", "-1", "1.5MiB", "1TiB", "2GiB", "9223372036854775807G"])
    func badSizes(text: String) {
        #expect(ValueFormat.size(0...1 << 30).read(text) == nil)
    }

    @Test(
        "origins",
        arguments: [
            ("https://example.org", "https://example.org"), ("HTTP://LocalHost:5173", "http://localhost:5173"),
        ]
    )
    func origins(text: String, expected: String) {
        #expect(ValueFormat.origin.read(text) == expected)
    }

    @Test(
        "what is no origin",
        arguments: [
            "", "*", "example.org", "https://", "https://a/", "https://a/b", "://a", "https://u:p@a", "https://a b",
        ]
    )
    func badOrigins(text: String) {
        #expect(ValueFormat.origin.read(text) == nil)
    }

    @Test("yes and no", arguments: [("true", true), ("ON", true), ("1", true), ("no", false), ("off", false)])
    func yesOrNo(text: String, expected: Bool) {
        #expect(ValueFormat.yesOrNo.read(text) == expected)
        #expect(ValueFormat.yesOrNo.read("maybe") == nil)
    }

    @Test("a word may stand for nothing")
    func optional() {
        let format = ValueFormat.integer(1...9).optional("all")
        #expect(format.read("all") == .some(nil))
        #expect(format.read("3") == .some(3))
        #expect(format.read("0") == nil)
        #expect(format.write(nil) == "all")
    }

    @Test(
        "what is written is read again",
        arguments: [
            Duration.zero, .milliseconds(1), .milliseconds(1500), .seconds(59), .seconds(60), .seconds(3600),
            .seconds(3660),
            .microseconds(500),
        ]
    )
    func durationsAgain(duration: Duration) {
        let format = ValueFormat.duration(.zero ... .seconds(4000))
        #expect(format.read(format.write(duration)) == duration)
    }

    @Test("what is written is read again", arguments: [0, 1, 1000, 1024, 1536, 1 << 20, 3 << 20, 1 << 30])
    func sizesAgain(size: Int) {
        let format = ValueFormat.size(0...1 << 30)
        #expect(format.read(format.write(size)) == size)
    }

    @Test("every default can be given", arguments: Setting.all.map(\.name))
    func defaults(name: String) throws {
        let setting = try #require(Setting.named(name))
        var settings = Settings()
        #expect(setting.assign(setting.defaultValues, &settings))
        #expect(settings == Settings())
    }
}
