import HTTPTypes
import Hummingbird

/// Lets pages of allowed origins read answers (Fetch standard, §3.2: the CORS protocol). Pages of other origins
/// get answers without the fields that browsers ask for.
struct CrossOrigin: RouterMiddleware {
    typealias Context = BasicRequestContext

    let origins: AllowedOrigins

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin].flatMap { origins.allows($0) ? $0 : nil }
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = origin != nil && isPreflight ? Self.preflight : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        // A cache must not hand the answer for a page of one origin to those of another.
        response.headers[values: .vary].append("Origin")
        return response
    }

    private static var preflight: Response {
        Response(
            bodiless: .noContent,
            [
                .accessControlAllowMethods: "GET, HEAD",
                .accessControlAllowHeaders: "Authorization, Content-Type",
                .accessControlMaxAge: "600",
            ]
        )
    }
}
