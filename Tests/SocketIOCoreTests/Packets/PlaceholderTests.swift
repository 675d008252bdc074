import Testing

@testable import SocketIOCore

/// The placeholders of attachments, which must be all there, once each.
@Suite struct PlaceholderTests {
    private static let zero = #"{"_placeholder":true,"num":0}"#
    private static let one = #"{"_placeholder":true,"num":1}"#

    @Test(arguments: [
        #"51-["x",\#(zero)]"#,
        #"52-["x",\#(one),\#(zero)]"#,
        #"52-["x",[[\#(one)]],{"a":{"b":[1,\#(zero)]}}]"#,
        #"51-["x", { "num" : 0 , "_placeholder" : true } ]"#,
        #"51-["x",{"num":5,"num":0,"_placeholder":true}]"#,
        #"51-["x",{"_placeholder":true,"num":0,"more":[{"num":7}]}]"#,
        "51-[\"x\",{\"\\u005fplaceholder\":true,\"n\\u0075m\":0}]",
        #"51-["x",\#(zero),{"_placeholder":false,"num":9},{"_placeholder":"true"},{"num":3}]"#,
        #"51-["x",\#(zero),"{\"_placeholder\":true}",["_placeholder",true]]"#,
        #"61-1[\#(zero)]"#,
    ])
    func areFound(text: String) throws {
        let packet = try Packet(text: Array(text.utf8).span.bytes)
        let attachments = (0..<packet.attachments).map { [UInt8($0)] }
        let values = try #require(packet.arguments).values(in: Array(text.utf8).span.bytes, attachments: attachments)
        #expect(values.reduce(0) { $0 + $1.binaryCount } == packet.attachments)
    }

    @Test(arguments: [
        (#"51-["hello",{"_placeholder":true,"num":"splice"}]"#, PacketError.invalidPlaceholder),
        (#"51-["x",{"_placeholder":true}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":-1}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":-0}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":0.0}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":1e0}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":null}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":[0]}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":99999999999999999999}]"#, .invalidPlaceholder),
        (#"51-["x",{"_placeholder":true,"num":1}]"#, .placeholderOutOfRange),
        (#"51-["x",{"_placeholder":true,"num":0,"num":4}]"#, .placeholderOutOfRange),
        (#"51-["x",\#(zero),\#(zero)]"#, .repeatedPlaceholder),
        (#"52-["x",\#(zero)]"#, .missingPlaceholder),
        (#"51-["x"]"#, .missingPlaceholder),
        (#"61-1[]"#, .missingPlaceholder),
        (#"51-["x",{"_placeholder":true,"_placeholder":false,"num":0}]"#, .missingPlaceholder),
    ])
    func areRefused(text: String, error: PacketError) {
        #expect(throws: error) { try Packet(text: Array(text.utf8).span.bytes) }
    }
}
