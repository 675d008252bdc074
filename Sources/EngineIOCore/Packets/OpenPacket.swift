/// What the server says of itself and the session in the open packet (protocol v4, "Handshake").
public struct OpenPacket: Hashable, Sendable {
    /// The session's id, which the client puts into the query of every further request.
    public var sid: String
    /// The transports that the session can be upgraded to.
    public var upgrades: [TransportName]
    /// Milliseconds between two pings of the server.
    public var pingInterval: Milliseconds
    /// Milliseconds that the client has to answer a ping.
    public var pingTimeout: Milliseconds
    /// The most bytes that the server takes in one HTTP body or WebSocket message.
    public var maxPayload: Int

    /// Makes an open packet of its fields.
    public init(
        sid: String,
        upgrades: [TransportName],
        pingInterval: Milliseconds,
        pingTimeout: Milliseconds,
        maxPayload: Int
    ) {
        self.sid = sid
        self.upgrades = upgrades
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maxPayload = maxPayload
    }

    /// The packet as it is sent: the digit of ``EnginePacketType/open`` and compact JSON.
    public var encoded: EncodedPacket {
        var bytes = [EnginePacketType.open.digit]
        bytes.append(contentsOf: #"{"sid":"#.utf8)
        JSONString.append(sid, to: &bytes)
        let names = upgrades.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        bytes.append(contentsOf: #","upgrades":[\#(names)],"pingInterval":\#(pingInterval)"#.utf8)
        bytes.append(contentsOf: #","pingTimeout":\#(pingTimeout),"maxPayload":\#(maxPayload)}"#.utf8)
        return .text(bytes)
    }
}

extension OpenPacket {
    /// What the reference server takes at most, assumed of servers that don't say.
    private static let customaryMaxPayload = 1_000_000

    /// Reads the JSON of an open packet. Unknown fields and unknown upgrades are passed over; `maxPayload` may be
    /// missing, as older servers don't send it.
    public init(json: RawSpan) throws(EnginePacketError) {
        guard let packet = json.withUnsafeBytes({ OpenPacket(fields: $0) }) else { throw .invalidOpenPacket }
        self = packet
    }

    private init?(fields bytes: UnsafeRawBufferPointer) {
        var fields: [String: UnsafeRawBufferPointer] = [:]
        guard (try? JSONScanner.document(bytes, depth: 8)) != nil,
            (try? JSONScanner.forEachMember(in: bytes, { fields[$0] = $1 })) != nil,
            let sid = fields["sid"].flatMap(Self.string), !sid.isEmpty,
            let pingInterval = fields["pingInterval"].flatMap(Self.integer),
            let pingTimeout = fields["pingTimeout"].flatMap(Self.integer)
        else { return nil }
        var upgrades: [TransportName] = []
        if let list = fields["upgrades"] {
            try? JSONScanner.forEachElement(in: list) { element in
                if let name = Self.string(element).flatMap(TransportName.init) { upgrades.append(name) }
            }
        }
        self.init(
            sid: sid,
            upgrades: upgrades,
            pingInterval: Milliseconds(pingInterval),
            pingTimeout: Milliseconds(pingTimeout),
            maxPayload: fields["maxPayload"].flatMap(Self.integer).map(Int.init) ?? Self.customaryMaxPayload
        )
    }

    private static func string(_ json: UnsafeRawBufferPointer) -> String? {
        guard json.first == UInt8(ascii: "\"") else { return nil }
        return JSONString.text(of: UnsafeRawBufferPointer(rebasing: json.dropFirst().dropLast()))
    }

    /// Whole milliseconds or bytes up to 2^31, far from where a sum of them could overflow.
    private static func integer(_ json: UnsafeRawBufferPointer) -> UInt32? {
        UInt32(String(decoding: json, as: UTF8.self)).flatMap { $0 <= Int32.max ? $0 : nil }
    }
}
