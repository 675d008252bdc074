import HTTPTypes
import Hummingbird

/// Fields that keep browsers from doing more than the console needs.
struct SecurityFields: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// Only what this server serves is loaded or connected to, and no other page may frame it.
    static let policy = [
        "default-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        if let name = Self.referrerPolicy { response.headers[name] = "no-referrer" }
        return response
    }

    /// swift-http-types has no name for it.
    private static let referrerPolicy = HTTPField.Name("Referrer-Policy")
}
