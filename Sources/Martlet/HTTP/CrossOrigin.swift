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
        guard let origin = request.headers[.origin], origins.allows(origin) else {
            return try await next(request, context)
        }
        var response =
            request.method == .options && request.headers[.accessControlRequestMethod] != nil
            ? Self.preflight : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        // A cache must not hand this answer to a page of another origin.
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
