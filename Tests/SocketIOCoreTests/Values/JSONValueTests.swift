import EngineIOCore
import Testing

@testable import SocketIOCore

/// Values as JSON, both ways.
@Suite struct JSONValueTests {
    private func written(_ value: Value) throws -> String {
        var output: [UInt8] = []
        var attachments: [[UInt8]] = []
        try value.appendJSON(to: &output, attachments: &attachments)
        return String(decoding: output, as: UTF8.self)
    }

    private func read(_ json: String, maxDepth: Int = 64, attachments: [[UInt8]] = []) throws -> Value {
        try Value(json: Array(json.utf8).span.bytes, maxDepth: maxDepth, attachments: attachments)
    }

    private static let both: [(Value, String)] = [
        (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-1, "-1"), (.int(.max), "9223372036854775807"),
        (.int(.min), "-9223372036854775808"), (1.5, "1.5"), (.double(1), "1.0"), (.double(-0.0), "-0.0"),
        (.double(1e300), "1e+300"), ("", #""""#), ("a/b\n\"é", #""a/b\n\"é""#), ([], "[]"),
        ([1, [2], [:]], "[1,[2],{}]"),
        ([:], "{}"), (["z": 1, "a": [true, nil]], #"{"z":1,"a":[true,null]}"#),
        (.object(Object([.init(name: "a", value: 1), .init(name: "a", value: 2)])), #"{"a":1,"a":2}"#),
    ]

    @Test(arguments: both)
    func goesBothWays(value: Value, json: String) throws {
        #expect(try written(value) == json)
        #expect(try read(json) == value)
    }

    private static let readings: [(String, Value)] = [
        (" [ 1 , { \"a\" : null } ]\n", [1, ["a": nil]]), ("1e2", 100.0), ("-0", .double(-0.0)), ("1E-2", 0.01),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
        ("1e999", .double(.infinity)), (#""\ud800""#, "\u{FFFD}"), (#""\/""#, "/"),
    ]

    @Test(arguments: readings)
    func isRead(json: String, value: Value) throws {
        #expect(try read(json) == value)
    }

    @Test(arguments: ["", "[", "{\"a\"}", "tru", "01", "\"", "1 2", "[1,]"]) func isRefused(json: String) {
        #expect(throws: JSONError.self) { try read(json) }
    }

    @Test func boundsDepth() throws {
        #expect(try read("[[]]", maxDepth: 2) == [[]])
        #expect(throws: JSONError.tooDeep(limit: 1)) { try read("[[]]", maxDepth: 1) }
        #expect(throws: JSONError.tooDeep(limit: 64)) { try read(String(repeating: "[", count: 100_000)) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func whatJSONCannotWriteIsNull(number: Double) throws {
        #expect(try written(.double(number)) == "null")
    }

    @Test func placeholdersStandForAttachments() throws {
        let json = #"[{"_placeholder":true,"num":1},{"num":0,"_placeholder":true,"x":1},{"_placeholder":true,"num":2}]"#
        let attachments: [[UInt8]] = [[1], [2]]
        #expect(
            try read(json, attachments: attachments) == [.binary([2]), .binary([1]), ["_placeholder": true, "num": 2]]
        )
        #expect(try read(json)[0] == ["_placeholder": true, "num": 1])
    }

    @Test func membersAreFoundByName() throws {
        var object: Object = ["a": 1, "b": 2, "a": 3]
        #expect(object["a"] == 3 && object["b"] == 2 && object["c"] == nil)
        object["a"] = 4
        object["c"] = 5
        #expect(object.members.map(\.value) == [1, 2, 4, 5])
        object["a"] = nil
        #expect(object.members.map(\.name) == ["b", "c"])
        let value: Value = .object(object)
        #expect(value["b"] == 2 && value[0] == nil && ([7] as Value)[0] == 7 && ([7] as Value)[1] == nil)
        #expect(value["b"]?.string == nil && ("x" as Value).string == "x" && ("x" as Value)["y"] == nil)
    }
}
