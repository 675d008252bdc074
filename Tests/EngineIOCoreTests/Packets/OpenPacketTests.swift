import Testing

@testable import EngineIOCore

/// The open packet (protocol v4, "Handshake").
@Suite struct OpenPacketTests {
    private static let packet = OpenPacket(
        sid: "lv_VI97HAXpY6yYWAAAC",
        upgrades: [.websocket],
        pingInterval: 25_000,
        pingTimeout: 20_000,
        maxPayload: 1_000_000
    )

    private func read(_ json: String) throws -> OpenPacket { try OpenPacket(json: Array(json.utf8).span.bytes) }

    @Test func isWrittenAsTheDocumentHasIt() {
        let text =
            #"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"#
            + #""maxPayload":1000000}"#
        #expect(Self.packet.encoded == .text(Array(text.utf8)))
    }

    @Test func isReadInAnyOrderAndWithMore() throws {
        let json = """
             {"maxPayload": 1000000, "x": {"y": [1]}, "pingTimeout":20000 , "pingInterval":25000,
              "upgrades": [ "webtransport", "websocket", 5 ], "sid":"lv_VI97HAXpY6yYWAAAC" }
            """
        #expect(try read(json) == Self.packet)
    }

    @Test func maxPayloadMayBeMissing() throws {
        let packet = try read(#"{"sid":"a","upgrades":[],"pingInterval":1,"pingTimeout":2}"#)
        #expect(packet.maxPayload == 1_000_000 && packet.upgrades.isEmpty)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"sid":"a"}"#, #"{"sid":"","pingInterval":1,"pingTimeout":2}"#,
        #"{"sid":5,"pingInterval":1,"pingTimeout":2}"#, #"{"sid":"a","pingInterval":-1,"pingTimeout":2}"#,
        #"{"sid":"a","pingInterval":1.5,"pingTimeout":2}"#, #"{"sid":"a","pingInterval":"1","pingTimeout":2}"#,
        #"{"sid":"a","pingInterval":99999999999,"pingTimeout":2}"#, #"{"sid":"a","pingInterval":1,"pingTimeout":2"#,
    ])
    func refuses(json: String) {
        #expect(throws: EnginePacketError.invalidOpenPacket) { try read(json) }
    }

    @Test func escapesTheID() throws {
        var packet = Self.packet
        packet.sid = "a\"\\\n/é"
        guard case .text(let bytes) = packet.encoded else {
            Issue.record("not a text")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""sid":"a\"\\\n/é""#))
        #expect(try read(String(decoding: bytes.dropFirst(), as: UTF8.self)) == packet)
    }
}
