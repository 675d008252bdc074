import HTTPTypes
public import HummingbirdCore
public import NIOCore

extension ListenerConfiguration {
    /// Makes a responder of a function from request to response.
    ///
    /// A response with the field `Connection: close` ends the connection, in a way that lets the client read the
    /// answer although it is still sending: nothing is reset before a second has passed.
    public static func responder(
        _ respond: @escaping @Sendable (Request, any Channel) async throws -> Response
    ) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            let response = try await respond(request, channel)
            try await writer.write(response: response.head, body: response.body)
            if response.headers[.connection] == "close" { Lingering.close(channel) }
        }
    }
}

/// Ends a connection whose peer may still be sending. Closing at once would reset it, and the last answer with it.
enum Lingering {
    static func close(_ channel: any Channel) {
        channel.close(mode: .output).whenFailure { _ in channel.close(promise: nil) }
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }
}
