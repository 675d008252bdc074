import CConsole
import Testing

@testable import Martlet

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("HTTP", .timeLimit(.minutes(1)))
struct HTTPRoutesTests {
    @Test("health and readiness")
    func health() async throws {
        try await ServerRig.use { rig in
            let health = try await rig.ask("/healthz")
            #expect(health.status == 200)
            #expect(health.body == #"{"status":"ok"}"#)
            #expect(health["content-type"] == "application/json")
            #expect(health["date"]?.hasSuffix(" GMT") == true)
            let ready = try await rig.ask("/readyz")
            #expect(ready.status == 200)
            #expect(ready.body == #"{"status":"ready"}"#)
        }
    }

    @Test("each file of the console is served as it is, and only what its page needs is allowed")
    func console() async throws {
        try await ServerRig.use { rig in
            for file in UnsafeBufferPointer(start: consoleFiles, count: consoleFileCount) {
                let answer = try await rig.ask(String(cString: file.path))
                #expect(answer.status == 200)
                #expect(answer["content-type"] == String(cString: file.type))
                let content = UnsafeBufferPointer(start: file.bytes, count: file.count)
                #expect(answer.body == String(decoding: content, as: UTF8.self))
            }
            let page = try await rig.ask("/")
            #expect(page["content-security-policy"]?.contains("default-src 'self'") == true)
            #expect(page["x-content-type-options"] == "nosniff")
            #expect(page["referrer-policy"] == "no-referrer")
            #expect(page["cache-control"] == "no-cache")
        }
    }

    @Test("a file that the browser has is not sent again")
    func revalidation() async throws {
        try await ServerRig.use { rig in
            let tag = try #require(try await rig.ask("/")["etag"])
            for known in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
                let answer = try await rig.ask("/", ["If-None-Match": known])
                #expect(answer.status == 304)
                #expect(answer.body.isEmpty)
                #expect(answer["etag"] == tag)
                #expect(answer["content-length"] == nil)
            }
            #expect(try await rig.ask("/", ["If-None-Match": "\"other\""]).status == 200)
        }
    }

    @Test("HEAD gives the head of GET", arguments: ["/", "/healthz", "/nowhere"])
    func head(path: String) async throws {
        try await ServerRig.use { rig in
            let (get, head) = (try await rig.ask(path), try await rig.ask(path, method: "HEAD"))
            #expect(head.status == get.status)
            #expect(head["content-length"] == get["content-length"])
            #expect(head["content-type"] == get["content-type"])
            #expect(head.body.isEmpty && !get.body.isEmpty)
        }
    }

    @Test("what isn't there is said in the asker's language: JSON for programs, a page for browsers")
    func notFound() async throws {
        try await ServerRig.use { rig in
            let browser = ["Accept": "text/html,application/xhtml+xml"]
            let json = #"{"error":{"code":"not_found","message":"There is nothing at this address."}}"#
            for answer in [try await rig.ask("/nowhere"), try await rig.ask("/api/v1/nowhere", browser)] {
                #expect(answer.status == 404)
                #expect(answer.body == json)
                #expect(answer["content-type"] == "application/json; charset=utf-8")
            }
            let page = try await rig.ask("/nowhere", browser)
            #expect(page.status == 404)
            #expect(page["content-type"] == "text/html; charset=utf-8")
            #expect(page.body.hasPrefix("<!doctype html>"))
            #expect(page["content-security-policy"] != nil)
        }
    }

    @Test("another method is refused with those that are taken", arguments: ["POST", "DELETE", "OPTIONS"])
    func methods(method: String) async throws {
        try await ServerRig.use { rig in
            let answer = try await rig.ask("/healthz", method: method)
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD")
            #expect(answer.body.contains("method_not_allowed"))
        }
    }

    @Test("the socket's address without an upgrade says what to upgrade to")
    func upgradeRequired() async throws {
        try await ServerRig.use { rig in
            let answer = try await rig.ask("/ws")
            #expect(answer.status == 426)
            #expect(answer["upgrade"] == "websocket")
            #expect(answer["sec-websocket-version"] == "13")
            #expect(answer.body.contains("upgrade_required"))
        }
    }

    @Test("metrics of HTTP and of the process are shown")
    func metrics() async throws {
        try await ServerRig.use { rig in
            for _ in 0..<3 { _ = try await rig.ask("/healthz") }
            _ = try await rig.ask("/nowhere", method: "PROPFIND")
            let answer = try await rig.ask("/metrics")
            #expect(answer["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.body.split(separator: "\n").map(String.init)
            #expect(lines.contains(#"martlet_http_requests_total{method="GET",status="200"} 3"#))
            #expect(lines.contains(#"martlet_http_requests_total{method="other",status="404"} 1"#))
            #expect(lines.contains("martlet_http_request_seconds_count 4"))
            #expect(lines.contains("martlet_websocket_connections 0"))
            #expect(lines.contains { $0.hasPrefix("process_cpu_seconds_total ") })
        }
    }

    @Test("pages of allowed origins may read answers; to others nothing is said about it")
    func crossOrigin() async throws {
        try await ServerRig.use(["allow-origin": ["https://friend.example"]]) { rig in
            let friend = try await rig.ask("/healthz", ["Origin": "https://friend.example"])
            #expect(friend["access-control-allow-origin"] == "https://friend.example")
            #expect(friend["vary"] == "Origin")
            let preflight = try await rig.ask(
                "/healthz",
                method: "OPTIONS",
                ["Origin": "https://friend.example", "Access-Control-Request-Method": "GET"]
            )
            #expect(preflight.status == 204)
            #expect(preflight["access-control-allow-methods"] == "GET, HEAD")
            #expect(preflight["content-length"] == nil)
            for origin in ["https://evil.example", "null", "http://localhost:5173"] {
                let other = try await rig.ask("/healthz", ["Origin": origin])
                #expect(other.status == 200)
                #expect(other["access-control-allow-origin"] == nil)
                #expect(other["vary"] == "Origin")
            }
        }
    }
}
