/// The four parameters of permessage-deflate (RFC 7692 §7.1), as offered, answered or agreed.
public struct PerMessageDeflate: Equatable, Sendable {
    /// The server compresses each message alone (RFC 7692 §7.1.1.1).
    public var serverNoContextTakeover = false
    /// The client compresses each message alone (RFC 7692 §7.1.1.2).
    public var clientNoContextTakeover = false
    /// The server's window, 8 to 15 bits; nil where not named, which means 15 (RFC 7692 §7.1.2.1).
    public var serverMaxWindowBits: Int?
    /// The client's window, 8 to 15 bits; nil where not named, which means 15 (RFC 7692 §7.1.2.2).
    public var clientMaxWindowBits: Int?
    /// Whether an offer lets the server choose the client's window: it named the parameter, with or without value.
    public var clientAllowsWindowBits = false

    /// No parameter named.
    public init() {}

    /// Reads the parameters of one `permessage-deflate` extension.
    ///
    /// - Returns: nil if a parameter is unknown, comes twice or has a bad value: such an offer is declined and
    ///   such an answer fails the connection (RFC 7692 §7.1).
    init?(_ extension: ExtensionHeader.Entry, isOffer: Bool) {
        guard `extension`.name.equalsIgnoringCase("permessage-deflate") else { return nil }
        var seen: [String] = []
        for (name, value) in `extension`.parameters {
            guard !seen.contains(name), accept(name, value, isOffer: isOffer) else { return nil }
            seen.append(name)
        }
    }

    private mutating func accept(_ name: String, _ value: String?, isOffer: Bool) -> Bool {
        switch (name, value) {
        case ("server_no_context_takeover", nil): serverNoContextTakeover = true
        case ("client_no_context_takeover", nil): clientNoContextTakeover = true
        case ("server_max_window_bits", let value?):
            serverMaxWindowBits = Self.windowBits(value)
            return serverMaxWindowBits != nil
        case ("client_max_window_bits", nil) where isOffer:
            clientAllowsWindowBits = true
        case ("client_max_window_bits", let value?):
            clientAllowsWindowBits = true
            clientMaxWindowBits = Self.windowBits(value)
            return clientMaxWindowBits != nil
        default: return false
        }
        return true
    }

    /// RFC 7692 §7.1.2: a decimal from 8 to 15 without leading zeros.
    private static func windowBits(_ value: String) -> Int? {
        guard let bits = Int(value), (8...15).contains(bits), String(bits) == value else { return nil }
        return bits
    }

    /// The extension as a value of `Sec-WebSocket-Extensions` (RFC 6455 §9.1).
    public var headerValue: String {
        var value = "permessage-deflate"
        if serverNoContextTakeover { value += "; server_no_context_takeover" }
        if clientNoContextTakeover { value += "; client_no_context_takeover" }
        if let serverMaxWindowBits { value += "; server_max_window_bits=\(serverMaxWindowBits)" }
        if let clientMaxWindowBits {
            value += "; client_max_window_bits=\(clientMaxWindowBits)"
        } else if clientAllowsWindowBits {
            value += "; client_max_window_bits"
        }
        return value
    }

    /// The server's answer to the offers in a request, best first (RFC 7692 §5, §7.1).
    ///
    /// - Returns: the answer to the first offer that can be met, or nil to go on without compression.
    static func answer(_ offers: [ExtensionHeader.Entry], settings: CompressionSettings) -> PerMessageDeflate? {
        for entry in offers {
            guard let offer = PerMessageDeflate(entry, isOffer: true) else { continue }
            // zlib's raw deflate can't keep to a window of 8 bits.
            guard offer.serverMaxWindowBits != 8 else { continue }
            return answer(to: offer, settings)
        }
        return nil
    }

    private static func answer(to offer: PerMessageDeflate, _ settings: CompressionSettings) -> PerMessageDeflate {
        var answer = PerMessageDeflate()
        answer.serverNoContextTakeover = offer.serverNoContextTakeover || !settings.ownContextTakeover
        answer.clientNoContextTakeover = offer.clientNoContextTakeover || !settings.peerContextTakeover
        let ownBits = min(offer.serverMaxWindowBits ?? 15, settings.maxWindowBits)
        answer.serverMaxWindowBits = offer.serverMaxWindowBits != nil || ownBits < 15 ? ownBits : nil
        if offer.clientAllowsWindowBits {
            let peerBits = min(offer.clientMaxWindowBits ?? 15, settings.peerMaxWindowBits)
            answer.clientMaxWindowBits = peerBits < 15 ? peerBits : nil
        }
        return answer
    }

    /// What a client offers.
    static func offer(_ settings: CompressionSettings) -> PerMessageDeflate {
        var offer = PerMessageDeflate()
        offer.clientNoContextTakeover = !settings.ownContextTakeover
        offer.serverNoContextTakeover = !settings.peerContextTakeover
        offer.serverMaxWindowBits = settings.peerMaxWindowBits < 15 ? settings.peerMaxWindowBits : nil
        offer.clientMaxWindowBits = settings.maxWindowBits < 15 ? settings.maxWindowBits : nil
        offer.clientAllowsWindowBits = true
        return offer
    }

    /// Whether a server's answer keeps to the client's `offer` (RFC 7692 §7.1).
    func keeps(to offer: PerMessageDeflate) -> Bool {
        if offer.serverNoContextTakeover && !serverNoContextTakeover { return false }
        if let most = offer.serverMaxWindowBits, serverMaxWindowBits ?? 15 > most { return false }
        // This client would have to compress with 8 bits, which zlib can't.
        return clientMaxWindowBits.map { (9...(offer.clientMaxWindowBits ?? 15)).contains($0) } ?? true
    }
}
