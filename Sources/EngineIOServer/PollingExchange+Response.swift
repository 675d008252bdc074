import EngineIOCore
import HTTPTypes
import HummingbirdCore
import NIOCore
import WebSocketCore

extension PollingExchange {
    /// Whether the page that asks, if it is a page, may.
    var isOriginAllowed: Bool {
        guard let origin = request.headers[.origin] else { return true }
        return server.configuration.origins.allows(origin, host: request.head.authority)
    }

    /// The HTTP answer, with the fields that let pages from elsewhere read it.
    func respond(_ answer: PollingResponse, _ message: String? = nil) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType, .cacheControl: "no-store"]
        allowOrigin(&headers)
        var body = answer.body
        if case .refused(let error) = answer { body = error.body(message: message) }
        if case .payload = answer, let threshold = server.configuration.gzipThreshold, body.count >= threshold,
            acceptsGzip
        {
            body = Gzip.compress(body)
            headers[.contentEncoding] = "gzip"
        }
        headers[.contentLength] = String(body.count)
        // What is left of a body that is too large is not read.
        if case .tooLarge = answer { headers[.connection] = "close" }
        return Response(
            status: .init(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    func preflight() -> Response {
        var headers: HTTPFields = [.contentLength: "0"]
        allowOrigin(&headers)
        headers[.accessControlAllowMethods] = "GET,POST,OPTIONS"
        headers[.accessControlAllowHeaders] = request.headers[.accessControlRequestHeaders]
        return Response(status: .noContent, headers: headers)
    }

    private func allowOrigin(_ headers: inout HTTPFields) {
        guard let origin = request.headers[.origin] else { return }
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowCredentials] = "true"
        headers[.vary] = "Origin"
    }

    private var acceptsGzip: Bool {
        request.headers[values: .acceptEncoding].contains { value in
            value.split(separator: ",").contains { part in
                let words = part.split(separator: ";").map { $0.filter { $0 != " " } }
                return words.first == "gzip" && !words.contains("q=0")
            }
        }
    }
}
