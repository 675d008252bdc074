import EngineIOCore
import Testing

@testable import SocketIOCore

/// The text of packets (protocol v5, "Packet encoding").
@Suite struct TextPacketTests {
    private static let placeholder = #"{"_placeholder":true,"num":0}"#
    private static let second = #"{"_placeholder":true,"num":1}"#

    /// The examples of the protocol document, and what else the grammar allows.
    @Test(arguments: [
        ("0", Reading("connect")),
        (#"0{"sid":"wZX3"}"#, Reading("connect", #"{"sid":"wZX3"}"#)),
        ("0/admin,", Reading("connect", in: "/admin")),
        ("0/admin", Reading("connect", in: "/admin")),
        (#"0/admin,{"sid":"oSO0"}"#, Reading("connect", in: "/admin", #"{"sid":"oSO0"}"#)),
        ("0/", Reading("connect")),
        ("0/,", Reading("connect")),
        ("0/a?x=1,{}", Reading("connect", in: "/a?x=1", "{}")),
        (#"4{"message":"Not authorized"}"#, Reading("error", #"{"message":"Not authorized"}"#)),
        (#"4/admin,"no""#, Reading("error", in: "/admin", #""no""#)),
        ("1", Reading("disconnect")),
        ("1/admin,", Reading("disconnect", in: "/admin")),
        (#"2["foo"]"#, Reading("event", name: "foo")),
        (#"2/admin,["bar"]"#, Reading("event", in: "/admin", name: "bar")),
        (#"212["foo"]"#, Reading("event", name: "foo", id: 12)),
        (
            #"2/admin,13["foo",{"a":[1, 2]},null]"#,
            Reading("event", in: "/admin", name: "foo", id: 13, #"{"a":[1, 2]}"#, "null")
        ),
        (#"2 [ "foo" , 1 , "x" ] "#, Reading("event", name: "foo", "1", #""x""#)),
        (#"2["fo\u006f\n"]"#, Reading("event", name: "foo\n")),
        (#"2["éß"]"#, Reading("event", name: "éß")),
        (#"2[""]"#, Reading("event", name: "")),
        ("2[1,2]", Reading("event", name: "1", "2")),
        ("2[-1.5e3]", Reading("event", name: "-1.5e3")),
        (#"218446744073709551615["x"]"#, Reading("event", name: "x", id: .max)),
        (#"200["x"]"#, Reading("event", name: "x", id: 0)),
        ("312[]", Reading("ack", id: 12)),
        (#"3/admin,13["bar"]"#, Reading("ack", in: "/admin", id: 13, #""bar""#)),
        (#"51-["baz",\#(placeholder)]"#, Reading("event", name: "baz", attachments: 1, placeholder)),
        (
            #"52-/admin,["baz",\#(placeholder),\#(second)]"#,
            Reading("event", in: "/admin", name: "baz", attachments: 2, placeholder, second)
        ),
        (#"51-14["foo",\#(placeholder)]"#, Reading("event", name: "foo", id: 14, attachments: 1, placeholder)),
        (#"61-15["bar",\#(placeholder)]"#, Reading("ack", id: 15, attachments: 1, #""bar""#, placeholder)),
        (#"2["x",\#(placeholder)]"#, Reading("event", name: "x", placeholder)),
    ])
    func isRead(text: String, reading: Reading) throws {
        #expect(try Reading(of: text) == reading)
    }

    @Test(arguments: [
        ("", PacketError.empty),
        ("abc", .unknownType(UInt8(ascii: "a"))),
        ("7", .unknownType(UInt8(ascii: "7"))),
        ("/", .unknownType(UInt8(ascii: "/"))),
        // Payloads of the wrong kind.
        ("2", .invalidPayload), ("2{}", .invalidPayload), ("2\"foo\"", .invalidPayload), ("2null", .invalidPayload),
        ("2abc[\"x\"]", .invalidPayload), ("3", .missingID), ("31", .invalidPayload), ("31{}", .invalidPayload),
        ("3[]", .missingID), ("1{}", .invalidPayload), ("1[]", .invalidPayload), ("0[]", .invalidPayload),
        ("0null", .invalidPayload), ("0\"x\"", .invalidPayload), ("0/a,5", .invalidID), ("4[]", .invalidPayload),
        ("4", .json(.syntax(offset: 0))),
        // Event names.
        ("2[]", .missingEventName), ("2[ ]", .missingEventName),
        (#"2[{"toString":"foo"}]"#, .invalidEventName), ("2[null]", .invalidEventName), ("2[true]", .invalidEventName),
        ("2[[]]", .invalidEventName), ("2[x]", .invalidEventName),
        (#"2["connect"]"#, .reservedEventName("connect")),
        (#"2["connect_error",1]"#, .reservedEventName("connect_error")),
        (#"2["disconnect"]"#, .reservedEventName("disconnect")),
        (#"2["disconnecting"]"#, .reservedEventName("disconnecting")),
        (#"2["newListener"]"#, .reservedEventName("newListener")),
        (#"2["removeListener"]"#, .reservedEventName("removeListener")),
        ("2[\"\\u0063onnect\"]", .reservedEventName("connect")),
        // Ids and counts.
        (#"218446744073709551616["x"]"#, .invalidID), (#"2999999999999999999999999["x"]"#, .invalidID),
        (#"2-1["x"]"#, .invalidPayload), ("01", .invalidID), ("11", .invalidID), ("41{}", .invalidID),
        (#"5["x"]"#, .invalidAttachmentCount), (#"5-["x"]"#, .invalidAttachmentCount),
        (#"51["x"]"#, .invalidAttachmentCount), (#"50-["x"]"#, .invalidAttachmentCount),
        (#"5-1-["x"]"#, .invalidAttachmentCount), (#"51e0-["x"]"#, .invalidAttachmentCount),
        (#"511-["x"]"#, .tooManyAttachments(limit: 10)), (#"5999999-["x"]"#, .tooManyAttachments(limit: 10)),
        (#"599999999999999999999999-["x"]"#, .tooManyAttachments(limit: 10)),
        // JSON.
        ("2[", .json(.syntax(offset: 2))), (#"2["x""#, .json(.syntax(offset: 5))),
        (#"2["x",]"#, .json(.syntax(offset: 6))),
        (#"2["x" 1]"#, .json(.syntax(offset: 6))), (#"2["x"]]"#, .json(.syntax(offset: 6))),
        (#"2["x"],1"#, .json(.syntax(offset: 6))),
        (#"2["x]"#, .json(.syntax(offset: 5))), (#"2["x",01]"#, .json(.syntax(offset: 7))),
        (#"2["\x"]"#, .json(.syntax(offset: 4))),
        ("31[1,]", .json(.syntax(offset: 5))), ("31[,1]", .json(.syntax(offset: 3))), ("0{", .json(.syntax(offset: 1))),
        ("0{}x", .json(.syntax(offset: 2))),
    ])
    func isRefused(text: String, error: PacketError) {
        #expect(throws: error) { try Reading(of: text) }
    }

    @Test func standsAHundredThousandLevels() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PacketError.json(.tooDeep(limit: 63))) { try Reading(of: #"2["x","# + deep) }
        #expect(throws: PacketError.json(.tooDeep(limit: 64))) {
            try Reading(of: "0" + String(repeating: #"{"a":"#, count: 100_000))
        }
    }

    @Test func countsDepthFromThePayloadsArray() throws {
        var limits = ConnectionLimits()
        limits.maxDepth = 3
        #expect(try Reading(of: #"2["x",[[]]]"#, limits: limits).payload == ["[[]]"])
        #expect(throws: PacketError.json(.tooDeep(limit: 2))) { try Reading(of: #"2["x",[[[]]]]"#, limits: limits) }
    }

    @Test func boundsNamespaces() throws {
        let limits = ConnectionLimits()
        let longest = "/" + String(repeating: "n", count: limits.maxNamespaceBytes - 1)
        #expect(try Reading(of: "0\(longest),").namespace == longest)
        #expect(throws: PacketError.namespaceTooLong(limit: 256)) { try Reading(of: "0\(longest)n,") }
        var generous = limits
        generous.maxPacketBytes = 20_000_000
        let huge = "0/" + String(repeating: "n", count: 10_000_000)
        #expect(throws: PacketError.namespaceTooLong(limit: 256)) { try Reading(of: huge, limits: generous) }
        #expect(throws: PacketError.tooLarge(limit: 1 << 20)) { try Reading(of: huge) }
    }

    @Test func boundsSize() throws {
        var limits = ConnectionLimits()
        limits.maxPacketBytes = 8
        #expect(try Reading(of: #"2["foo"]"#, limits: limits).name == "foo")
        #expect(throws: PacketError.tooLarge(limit: 8)) { try Reading(of: #"2["fooo"]"#, limits: limits) }
    }

    @Test func attachmentsMayBeForbidden() {
        var limits = ConnectionLimits()
        limits.maxAttachments = 0
        #expect(throws: PacketError.tooManyAttachments(limit: 0)) { try Reading(of: #"51-["x"]"#, limits: limits) }
    }

    @Test func errorsNameTheirSettings() {
        let named: [(PacketError, String)] = [
            (.tooManyAttachments(limit: 1), "maxAttachments"), (.namespaceTooLong(limit: 1), "maxNamespaceBytes"),
            (.tooLarge(limit: 1), "maxPacketBytes"), (.json(.tooDeep(limit: 1)), "maxDepth"),
            (.messagePack(.tooDeep(limit: 1)), "maxDepth"),
        ]
        for (error, setting) in named { #expect(error.description.contains(setting)) }
    }

    @Test func namesAreToldApartByForm() throws {
        func form(_ text: String) throws -> EventName.Form? {
            guard case .event(let event) = try Packet(text: Array(text.utf8).span.bytes).content else { return nil }
            return event.name.form
        }
        #expect(try form(#"2["a"]"#) == .plain)
        #expect(try form(#"2["a\n"]"#) == .escaped)
        #expect(try form("2[5]") == .number)
    }
}
