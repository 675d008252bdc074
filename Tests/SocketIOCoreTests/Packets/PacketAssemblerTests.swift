import Testing

@testable import SocketIOCore

/// Attachments, which come after the packet they belong to.
@Suite struct PacketAssemblerTests {
    private static let text = Array(#"52-/a,7["x",{"_placeholder":true,"num":1},[{"_placeholder":true,"num":0}]]"#.utf8)

    private func begun(_ limits: ConnectionLimits = ConnectionLimits()) throws -> PacketAssembler {
        var assembler = PacketAssembler(limits: limits)
        assembler.begin(try Packet(text: Self.text.span.bytes, limits: limits), of: Self.text.span.bytes, now: 5)
        return assembler
    }

    private func add(_ bytes: [UInt8], to assembler: inout PacketAssembler, now: UInt64 = 5) throws -> AssembledPacket?
    {
        try assembler.add(bytes.span.bytes, now: now)
    }

    @Test func putsThemInTheirPlaces() throws {
        var assembler = try begun()
        #expect(try add([1, 2], to: &assembler) == nil)
        let packet = try #require(try add([3], to: &assembler))
        #expect(packet.values == [.binary([3]), [.binary([1, 2])]])
        #expect(packet.attachments == [[1, 2], [3]] && packet.message == Self.text)
        #expect(assembler.packet == nil && assembler.deadline == nil)
    }

    @Test func eachHasItsTime() throws {
        var limits = ConnectionLimits()
        limits.attachmentTimeout = 100
        var assembler = try begun(limits)
        #expect(assembler.deadline == 105)
        #expect(try add([1], to: &assembler, now: 50) == nil)
        #expect(assembler.deadline == 150)
    }

    @Test func oneThatNobodyAwaitsIsRefused() {
        var assembler = PacketAssembler()
        #expect(throws: PacketError.unexpectedAttachment) { try add([1], to: &assembler) }
    }

    @Test func theyCountTowardsThePacket() throws {
        var limits = ConnectionLimits()
        limits.maxPacketBytes = Self.text.count + 10
        var assembler = try begun(limits)
        #expect(try add(Array(repeating: 0, count: 6), to: &assembler) == nil)
        #expect(throws: PacketError.tooLarge(limit: limits.maxPacketBytes)) {
            try add(Array(repeating: 0, count: 5), to: &assembler)
        }
    }
}
