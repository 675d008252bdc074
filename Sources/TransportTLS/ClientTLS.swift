public import NIOCore
import NIOSSL

/// TLS for a client's connections: 1.2 at least, and the server must prove its name.
///
/// ```swift
/// var configuration = WebSocketClient.Configuration()
/// configuration.prepareSecureChannel = try ClientTLS().prepare
/// ```
public struct ClientTLS: Sendable {
    /// Who may vouch for a server.
    public enum Trust: Sendable {
        /// The authorities that the system trusts.
        case system
        /// The certificates in a PEM file.
        case file(String)
    }

    private let context: NIOSSLContext

    /// - Throws: ``TLSError/badCertificate(_:)`` if the file of ``Trust/file(_:)`` can't be used.
    public init(trust: Trust = .system) throws(TLSError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if case .file(let path) = trust { configuration.trustRoots = .file(path) }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            guard case .file(let path) = trust else { throw .unreadable("of the system's authorities") }
            throw .badCertificate(path)
        }
    }

    /// Adds TLS to a connection; for `WebSocketClient.Configuration.prepareSecureChannel`. To be called on the
    /// channel's event loop.
    ///
    /// - Parameter server: the server's name, or its address, which its certificate must bear.
    public func prepare(_ channel: any Channel, server: String) throws {
        // RFC 6066 §3: an address is not sent as a name. The certificate is then checked against the peer's address.
        let isAddress = (try? SocketAddress(ipAddress: server, port: 0)) != nil
        let handler = try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : server)
        try channel.pipeline.syncOperations.addHandler(handler)
    }
}
