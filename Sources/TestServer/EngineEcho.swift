import EngineIOCore
import EngineIOServer
import Transport
import WebSocketCore

/// Sends each message of an Engine.IO session back.
final class EngineEcho: EngineSessionHandler {
    static func server(_ loops: LoopGroup) -> EngineIOServer {
        var configuration = EngineIOConfiguration()
        configuration.origins = .any
        configuration.session.pingInterval = 300
        configuration.session.pingTimeout = 200
        configuration.session.maxPayload = 1_000_000
        return EngineIOServer(loops: loops, configuration: configuration) { _ in EngineEcho() }
    }

    func receivedText(_ message: RawSpan, from session: EngineSession) {
        session.send(message.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }

    func receivedBinary(_ message: RawSpan, from session: EngineSession) {
        session.send(binary: message.withUnsafeBytes { Array($0) })
    }
}
