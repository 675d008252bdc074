import Testing

@testable import EngineIOCore

/// What is asked, and what is refused with which of the reference server's errors.
@Suite struct EngineRequestTests {
    private func read(_ method: String, _ query: String, isUpgrade: Bool = false) throws(RequestError) -> EngineRequest
    {
        try EngineRequest(method: method, query: Query(query), isUpgrade: isUpgrade) { sid in
            ["poll": .polling, "ws": .websocket][sid]
        }
    }

    @Test func understands() throws {
        #expect(try read("GET", "EIO=4&transport=polling") == .openPolling)
        #expect(try read("GET", "EIO=4&transport=polling&sid=") == .openPolling)
        #expect(try read("GET", "EIO=4&transport=websocket", isUpgrade: true) == .openWebSocket)
        #expect(try read("GET", "EIO=4&transport=polling&sid=poll") == .poll(sid: "poll"))
        #expect(try read("POST", "EIO=4&transport=polling&sid=poll") == .post(sid: "poll"))
        #expect(try read("GET", "EIO=4&transport=websocket&sid=poll", isUpgrade: true) == .upgrade(sid: "poll"))
    }

    @Test(arguments: [
        ("GET", "", RequestError.unknownTransport),
        ("GET", "EIO=4", .unknownTransport),
        ("GET", "EIO=4&transport=abc", .unknownTransport),
        ("GET", "EIO=4&transport=__proto__", .unknownTransport),
        ("GET", "EIO=4&transport=constructor", .unknownTransport),
        ("GET", "EIO=4&transport=webtransport", .unknownTransport),
        ("GET", "EIO=4&transport=Polling", .unknownTransport),
        ("POST", "EIO=4&transport=abc&sid=none", .unknownTransport),
        ("GET", "EIO=4&transport=polling&sid=none", .unknownSession),
        ("POST", "EIO=4&transport=polling&sid=__proto__", .unknownSession),
        ("POST", "EIO=4&transport=polling", .badHandshakeMethod),
        ("PUT", "EIO=4&transport=polling", .badHandshakeMethod),
        ("OPTIONS", "EIO=4&transport=polling", .badHandshakeMethod),
        ("GET", "EIO=4&transport=websocket", .badRequest),
        ("GET", "EIO=4&transport=websocket&sid=ws", .badRequest),
        ("GET", "EIO=4&transport=websocket&sid=poll", .badRequest),
        ("GET", "EIO=4&transport=polling&sid=ws", .badRequest),
        ("POST", "EIO=4&transport=polling&sid=ws", .badRequest),
        ("DELETE", "EIO=4&transport=polling&sid=poll", .badRequest),
        ("PUT", "EIO=4&transport=polling&sid=poll", .badRequest),
        ("HEAD", "EIO=4&transport=polling&sid=poll", .badRequest),
        ("GET", "transport=polling", .unsupportedProtocolVersion),
        ("GET", "EIO=abc&transport=polling", .unsupportedProtocolVersion),
        ("GET", "EIO=3&transport=polling", .unsupportedProtocolVersion),
        ("GET", "EIO=04&transport=polling", .unsupportedProtocolVersion),
        ("GET", "EIO=5&transport=polling&sid=poll", .unsupportedProtocolVersion),
    ])
    func refuses(method: String, query: String, error: RequestError) {
        #expect(throws: error) { try read(method, query) }
    }

    @Test(arguments: [
        ("EIO=4&transport=polling", RequestError.badRequest),
        ("EIO=4&transport=websocket&sid=ws", .badRequest),
        ("EIO=4&transport=websocket&sid=none", .unknownSession),
        ("transport=websocket", .unsupportedProtocolVersion),
        ("EIO=4", .unknownTransport),
    ])
    func refusesHandshakes(query: String, error: RequestError) {
        #expect(throws: error) { try read("GET", query, isUpgrade: true) }
    }

    @Test func offersOnlyWhatIsOnOffer() {
        #expect(throws: RequestError.unknownTransport) {
            try EngineRequest(
                method: "GET",
                query: Query("EIO=4&transport=websocket"),
                isUpgrade: true,
                transports: [.polling]
            ) { _ in nil }
        }
    }

    @Test(arguments: [
        (RequestError.unknownTransport, #"{"code":0,"message":"Transport unknown"}"#, 400),
        (.unknownSession, #"{"code":1,"message":"Session ID unknown"}"#, 400),
        (.badHandshakeMethod, #"{"code":2,"message":"Bad handshake method"}"#, 400),
        (.badRequest, #"{"code":3,"message":"Bad request"}"#, 400),
        (.forbidden, #"{"code":4,"message":"Forbidden"}"#, 403),
        (.unsupportedProtocolVersion, #"{"code":5,"message":"Unsupported protocol version"}"#, 400),
    ])
    func answers(error: RequestError, body: String, status: Int) {
        #expect(error.body() == Array(body.utf8))
        #expect(error.status == status)
        let response = PollingResponse.refused(error)
        #expect(response.body == Array(body.utf8) && response.status == status)
        #expect(response.contentType == "application/json")
    }

    @Test func theApplicationMaySayWhy() {
        let body = RequestError.forbidden.body(message: "no \"cookie\"")
        #expect(String(decoding: body, as: UTF8.self) == #"{"code":4,"message":"no \"cookie\""}"#)
    }

    @Test func otherAnswers() {
        #expect(PollingResponse.ok.body == Array("ok".utf8) && PollingResponse.ok.status == 200)
        #expect(PollingResponse.ok.contentType == "text/html")
        let payload = PollingResponse.payload(Array("6".utf8))
        #expect(payload.body == Array("6".utf8) && payload.contentType == "text/plain; charset=UTF-8")
        #expect(String(decoding: PollingResponse.tooLarge.body, as: UTF8.self).contains("maxPayload"))
    }
}
