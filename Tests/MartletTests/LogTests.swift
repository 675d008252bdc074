import Logging
import Synchronization
import Testing

@testable import Martlet

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Log lines")
struct LogTests {
    private struct Failure: Error {}

    /// What a logger writes, without the time at the beginning.
    private func lines(_ format: LogFormat, _ use: (Logger) -> Void) -> [String] {
        let written = LineCollector()
        use(
            Logger(label: "test") { label in
                LineLogHandler(label: label, format: format, level: .info, write: written.add)
            }
        )
        return written.lines
    }

    @Test("as text: time, level, name, message, details in order")
    func text() throws {
        let line = try #require(
            lines(.text) { $0.info("hello there", metadata: ["b": "2 3", "a": "1", "c": ""]) }.first
        )
        let (time, rest) = (line.prefix { $0 != " " }, line.drop { $0 != " " })
        #expect(rest == " info test: hello there a=1 b=\"2 3\" c=\"\"\n")
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        #expect(abs(try Date(String(time), strategy: style).timeIntervalSinceNow) < 60)
    }

    @Test("as JSON: one object a line")
    func json() throws {
        struct Line: Decodable, Equatable {
            struct Details: Decodable, Equatable {
                let text: String
                let list: [String]
                let nested: [String: String]
                let error: String
            }
            let level: String
            let logger: String
            let message: String
            let details: Details
        }
        let line = try #require(
            lines(.json) { logger in
                logger.warning(
                    "say \"hi\"\n",
                    error: Failure(),
                    metadata: ["text": "a\\b", "list": ["x", "y"], "nested": ["k": "v"]]
                )
            }.first
        )
        let decoded = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        let details = Line.Details(text: "a\\b", list: ["x", "y"], nested: ["k": "v"], error: "Failure()")
        #expect(decoded == Line(level: "warning", logger: "test", message: "say \"hi\"\n", details: details))
    }

    @Test("whatever is logged, a line is a line", arguments: LogFormat.allCases)
    func forgery(format: LogFormat) {
        let nasty = "a\r\n2026-01-01 critical forged\u{1B}[31m\u{85}\u{2028}\0"
        let written = lines(format) { $0.error("\(nasty)", metadata: ["\(nasty)": "\(nasty)"]) }
        #expect(written.count == 1)
        let inner = written.joined().dropLast().unicodeScalars
        #expect(!inner.contains { $0.properties.generalCategory == .control || $0 == "\u{2028}" })
        #expect(written.joined().hasSuffix("\n"))
    }

    @Test("lower levels are not written, and a logger's own details are")
    func levels() {
        let written = lines(.text) { logger in
            var logger = logger
            logger[metadataKey: "who"] = "ada"
            logger.debug("no")
            logger.info("yes")
        }
        #expect(written.map { $0.drop { $0 != " " } } == [" info test: yes who=ada\n"])
    }
}

/// Lines that were written, from any thread.
final class LineCollector: Sendable {
    private let state = Mutex<[String]>([])
    var lines: [String] { state.withLock { $0 } }
    func add(_ line: String) { state.withLock { $0.append(line) } }
}
