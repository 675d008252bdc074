public import Logging
public import NIOCore
import NIOSSL
import Synchronization

/// TLS for a listener: 1.2 at least, with a certificate that can be renewed while the server runs.
///
/// ```swift
/// let tls = try ServerTLS(certificate: "server.pem", key: "server.key")
/// let configuration = ListenerConfiguration(prepareChannel: tls.prepare) { … }
/// Task { await tls.watch() }
/// ```
public final class ServerTLS: Sendable {
    private struct State {
        /// What new connections use.
        var context: NIOSSLContext
        /// The files as last looked at, taken up or not.
        var seen: Result<CertificateFiles, TLSError>
    }

    private let certificatePath: String
    private let keyPath: String
    private let logger: Logger
    private let state: Mutex<State>

    /// Reads the certificate.
    ///
    /// - Parameters:
    ///   - certificate: the path of a PEM file with the certificate first and the rest of its chain behind.
    ///   - key: the path of a PEM file with the certificate's private key.
    public init(
        certificate: String,
        key: String,
        logger: Logger = Logger(label: "martlet.tls")
    ) throws(TLSError) {
        certificatePath = certificate
        keyPath = key
        self.logger = logger
        let files = try CertificateFiles(certificate: certificate, key: key)
        state = Mutex(State(context: try files.context(), seen: .success(files)))
    }

    /// Adds TLS to a connection; for `ListenerConfiguration.prepareChannel`. To be called on the channel's event
    /// loop.
    public func prepare(_ channel: any Channel) throws {
        let context = state.withLock { $0.context }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }

    /// Looks at the files, and if they changed uses them for connections from now on. Files that can't be used
    /// leave everything as it is; the log says why, once.
    ///
    /// - Returns: whether a new certificate is in use.
    @discardableResult
    public func reload() -> Bool {
        let files = Result { () throws(TLSError) in try CertificateFiles(certificate: certificatePath, key: keyPath) }
        let isNew = state.withLock { state in
            defer { state.seen = files }
            return state.seen != files
        }
        guard isNew else { return false }
        do {
            let context = try files.get().context()
            state.withLock { $0.context = context }
            logger.notice("the TLS certificate was renewed", metadata: ["certificate": "\(certificatePath)"])
            return true
        } catch {
            logger.warning(
                "the new TLS certificate can't be used; the old one stays",
                metadata: ["certificate": "\(certificatePath)", "reason": "\(error)"]
            )
            return false
        }
    }

    /// Looks at the files now and then, until the task is cancelled.
    public func watch(every interval: Duration = .seconds(30)) async {
        while (try? await Task.sleep(for: interval)) != nil { reload() }
    }
}
