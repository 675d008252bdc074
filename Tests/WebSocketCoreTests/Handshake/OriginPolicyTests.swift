import Testing

@testable import WebSocketCore

/// RFC 6455 §10.2.
@Suite struct OriginPolicyTests {
    private func allows(_ policy: OriginPolicy, host: String = "example.org", _ origins: String...) throws -> Bool {
        var request = Request().with("Host", host)
        request.fields += origins.map { ("Origin", $0) }
        return policy.allows(try #require(try readHead(request.bytes)))
    }

    @Test func sameOrigin() throws {
        #expect(try allows(.sameOrigin))
        #expect(try allows(.sameOrigin, "http://example.org"))
        #expect(try allows(.sameOrigin, "https://example.org"))
        #expect(try allows(.sameOrigin, "HTTPS://Example.ORG"))
        #expect(try allows(.sameOrigin, host: "127.0.0.1:8080", "http://127.0.0.1:8080"))
        #expect(try allows(.sameOrigin, host: "[::1]:8080", "http://[::1]:8080"))
        for origin in [
            "http://evil.org", "http://example.org.evil.org", "http://example.org:8080", "http://www.example.org",
            "null", "", "example.org", "ftp://example.org", "http://example.org/", "http://example.org, http://a",
        ] {
            #expect(try !allows(.sameOrigin, origin), "\(origin)")
        }
        #expect(try !allows(.sameOrigin, host: "example.org:8080", "http://example.org"))
    }

    @Test func list() throws {
        let policy = OriginPolicy.list(["https://app.example", "http://localhost:3000"])
        #expect(try allows(policy))
        #expect(try allows(policy, "https://app.example"))
        #expect(try allows(policy, "https://APP.example"))
        #expect(try allows(policy, "http://localhost:3000"))
        #expect(try allows(policy, "http://example.org"))
        #expect(try !allows(policy, "http://app.example"))
        #expect(try !allows(policy, "http://localhost"))
        #expect(try !allows(policy, "null"))
    }

    @Test func any() throws {
        #expect(try allows(.any, "null"))
        #expect(try allows(.any, "https://wherever.example"))
        #expect(try allows(.any))
    }

    @Test func twoOriginsAreNone() throws {
        for policy in [OriginPolicy.sameOrigin, .list(["http://example.org"]), .any] {
            #expect(try !allows(policy, "http://example.org", "http://example.org"))
        }
    }

    @Test func withoutHostNothingIsTheSame() throws {
        let head = try #require(try readHead(Request().with("Host").with("Origin", "http://").bytes))
        #expect(!OriginPolicy.sameOrigin.allows(head))
    }
}
