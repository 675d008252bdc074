import Testing

@testable import WebSocketCore

/// RFC 7692 §5, §7.1: offers and answers.
@Suite struct NegotiationTests {
    private func answer(_ header: String..., settings: CompressionSettings = CompressionSettings()) -> String? {
        ExtensionHeader.parse(header).flatMap { PerMessageDeflate.answer($0, settings: settings)?.headerValue }
    }

    private static let keeping = CompressionSettings(ownContextTakeover: true, peerContextTakeover: true)

    @Test func answersOfAServerThatKeepsNoContext() {
        let plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        #expect(answer("permessage-deflate") == plain)
        #expect(answer("PerMessage-Deflate") == plain)
        #expect(answer("permessage-deflate; client_max_window_bits") == plain)
        #expect(answer("permessage-deflate; server_max_window_bits=10") == plain + "; server_max_window_bits=10")
        #expect(answer("permessage-deflate; server_max_window_bits=15") == plain + "; server_max_window_bits=15")
        #expect(answer("permessage-deflate; client_max_window_bits=9") == plain + "; client_max_window_bits=9")
    }

    @Test func answersOfAServerThatKeepsItsContext() {
        let table = [
            ("permessage-deflate", "permessage-deflate"),
            (
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_no_context_takeover"
            ),
            (
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; client_no_context_takeover"
            ),
            (
                "permessage-deflate; server_max_window_bits=\"12\"; client_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=12"
            ),
        ]
        for (offer, expected) in table { #expect(answer(offer, settings: Self.keeping) == expected) }
    }

    /// RFC 7692 §7.1.2: a server may name its own window unasked, but the client's only where the offer did.
    @Test func windowsFromTheSettings() {
        let small = CompressionSettings(
            ownContextTakeover: true,
            peerContextTakeover: true,
            maxWindowBits: 10,
            peerMaxWindowBits: 11
        )
        let table = [
            ("permessage-deflate", "permessage-deflate; server_max_window_bits=10"),
            ("permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9"),
            ("permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=10"),
            (
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11"
            ),
            (
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=10; client_max_window_bits=8"
            ),
            (
                "permessage-deflate; client_max_window_bits=13",
                "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11"
            ),
        ]
        for (offer, expected) in table { #expect(answer(offer, settings: small) == expected) }
    }

    @Test(
        arguments: [
            "server_max_window_bits=7", "server_max_window_bits=16", "server_max_window_bits=0",
            "server_max_window_bits=08", "server_max_window_bits=010", "server_max_window_bits=+10",
            "server_max_window_bits=-9", "server_max_window_bits=1e1", "server_max_window_bits",
            "server_max_window_bits=99999999999999999999999", "client_max_window_bits=7",
            "client_max_window_bits=16", "client_max_window_bits=015", "client_max_window_bits=x",
            "server_no_context_takeover=1", "client_no_context_takeover=true",
            "server_no_context_takeover; server_no_context_takeover",
            "client_max_window_bits; client_max_window_bits=10", "unknown", "unknown=1",
            "server_max_window_bits=10; server_max_window_bits=10",
        ]
    )
    func offersThatAreDeclined(parameters: String) {
        let offer = "permessage-deflate; \(parameters)"
        #expect(answer(offer) == nil)
        // The next offer, in the same line or another, is taken instead.
        #expect(answer("\(offer), permessage-deflate", settings: Self.keeping) == "permessage-deflate")
        #expect(answer(offer, "permessage-deflate", settings: Self.keeping) == "permessage-deflate")
    }

    /// zlib can't make a raw stream with a window of 8 bits.
    @Test func aServerWindowOf8IsDeclined() {
        #expect(answer("permessage-deflate; server_max_window_bits=8") == nil)
        let two = "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=9"
        #expect(answer(two, settings: Self.keeping) == "permessage-deflate; server_max_window_bits=9")
    }

    @Test func otherExtensionsAreIgnored() {
        #expect(answer("x-webkit-deflate-frame") == nil)
        #expect(answer("permessage-bzip2; q=\"1\"; mux, permessage-deflate", settings: Self.keeping) != nil)
        #expect(answer() == nil)
    }

    // MARK: The client's side

    private func agreement(_ header: String, _ settings: CompressionSettings) -> PerMessageDeflate? {
        guard let entry = ExtensionHeader.parse([header])?.first,
            let answer = PerMessageDeflate(entry, isOffer: false)
        else { return nil }
        return answer.keeps(to: PerMessageDeflate.offer(settings)) ? answer : nil
    }

    @Test func offers() {
        let plain = PerMessageDeflate.offer(CompressionSettings()).headerValue
        let alone = "server_no_context_takeover; client_no_context_takeover"
        #expect(plain == "permessage-deflate; \(alone); client_max_window_bits")
        #expect(PerMessageDeflate.offer(Self.keeping).headerValue == "permessage-deflate; client_max_window_bits")
        let small = CompressionSettings(
            ownContextTakeover: true,
            peerContextTakeover: true,
            maxWindowBits: 10,
            peerMaxWindowBits: 11
        )
        #expect(
            PerMessageDeflate.offer(small).headerValue
                == "permessage-deflate; server_max_window_bits=11; client_max_window_bits=10"
        )
    }

    @Test func answersThatKeepToTheOffer() throws {
        #expect(agreement("permessage-deflate", Self.keeping) == PerMessageDeflate())
        let unasked = "permessage-deflate; server_no_context_takeover; server_max_window_bits=8"
        let agreed = try #require(agreement(unasked, Self.keeping))
        #expect(agreed.serverNoContextTakeover && agreed.serverMaxWindowBits == 8)
        #expect(agreement("permessage-deflate; client_max_window_bits=9", Self.keeping)?.clientMaxWindowBits == 9)
    }

    @Test func answersThatDoNot() {
        let alone = CompressionSettings()
        #expect(agreement("permessage-deflate", alone) == nil)
        #expect(agreement("permessage-deflate; client_no_context_takeover", alone) == nil)
        #expect(agreement("permessage-deflate; client_max_window_bits", Self.keeping) == nil)
        #expect(agreement("permessage-deflate; client_max_window_bits=8", Self.keeping) == nil)
        #expect(agreement("permessage-deflate; server_max_window_bits=16", Self.keeping) == nil)
        #expect(agreement("permessage-deflate; mystery", Self.keeping) == nil)
        #expect(agreement("permessage-bzip2", Self.keeping) == nil)
        let small = CompressionSettings(
            ownContextTakeover: true,
            peerContextTakeover: true,
            maxWindowBits: 10,
            peerMaxWindowBits: 11
        )
        #expect(agreement("permessage-deflate", small) == nil)
        #expect(agreement("permessage-deflate; server_max_window_bits=12", small) == nil)
        let wide = "permessage-deflate; server_max_window_bits=11; client_max_window_bits=11"
        #expect(agreement(wide, small) == nil)
        #expect(agreement("permessage-deflate; server_max_window_bits=11", small) != nil)
    }

    @Test func settingsStayWithinZlib() {
        let settings = CompressionSettings(maxWindowBits: 8, peerMaxWindowBits: 100)
        #expect(settings.maxWindowBits == 9 && settings.peerMaxWindowBits == 15)
    }
}
