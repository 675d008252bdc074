import HTTPTypes
import Hummingbird
import NIOCore

/// The one shape of an error on every surface: `{"error":{"code":…,"message":…}}`.
struct ErrorBody: Error, Sendable {
    /// The status to answer with.
    let status: HTTPResponse.Status
    /// A word for programs, which stays the same.
    let code: String
    /// A sentence for people, which may change.
    let message: String
    /// Fields that the status calls for, such as `Allow`.
    var fields: HTTPFields = [:]

    /// Nothing is at this path.
    static let notFound = ErrorBody(status: .notFound, code: "not_found", message: "There is nothing at this address.")

    /// The path is there, but not for this method (RFC 9110 §15.5.6).
    static func methodNotAllowed(_ allowed: String) -> ErrorBody {
        ErrorBody(
            status: .methodNotAllowed,
            code: "method_not_allowed",
            message: "This address takes \(allowed).",
            fields: [.allow: allowed]
        )
    }

    /// The fault is the server's; details are in its log only.
    static let broken = ErrorBody(
        status: .internalServerError,
        code: "internal",
        message: "Something went wrong here. The server's log tells more."
    )

    /// The answer for programs.
    var json: Response {
        response("application/json; charset=utf-8") {
            #"{"error":{"code":\#(LogText.json(code)),"message":\#(LogText.json(message))}}"#
        }
    }

    /// The answer for a person with a browser.
    var page: Response {
        response("text/html; charset=utf-8") {
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(status.code) \(status.reasonPhrase)</title>
            <link rel="stylesheet" href="/tokens.css">
            <h1>\(status.reasonPhrase)</h1>
            <p>\(message)
            <p><a href="/">Go to the start page</a>

            """
        }
    }

    private func response(_ type: String, _ body: () -> String) -> Response {
        var fields = fields
        fields[.contentType] = type
        fields[.cacheControl] = "no-store"
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body())))
    }
}
