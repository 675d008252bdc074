import HTTPTypes
import Hummingbird
import Logging

/// Makes an answer of every error, so that no request ends without one.
struct ErrorResponses: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// The paths that answer GET and HEAD.
    let paths: Set<String>
    let logger: Logger

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let body = body(for: error, request)
            let response = Self.wantsPage(request) ? body.page : body.json
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private func body(for error: any Error, _ request: Request) -> ErrorBody {
        switch error {
        case let body as ErrorBody: return body
        case let error as HTTPError where error.status == .notFound:
            return paths.contains(request.uri.path) ? .methodNotAllowed("GET, HEAD") : .notFound
        case let error as any HTTPResponseError:
            return ErrorBody(status: error.status, code: "refused", message: error.status.reasonPhrase)
        default:
            logger.error("a request failed", error: error, metadata: ["path": "\(request.uri.path)"])
            return .broken
        }
    }

    /// Browsers name HTML when a person goes somewhere; programs don't.
    private static func wantsPage(_ request: Request) -> Bool {
        let accepts = request.headers[values: .accept].contains { $0.lowercased().contains("text/html") }
        return accepts && !request.uri.path.hasPrefix("/api/")
    }
}
