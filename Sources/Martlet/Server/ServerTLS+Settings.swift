import Logging
import TransportTLS

extension ServerTLS {
    /// TLS as the settings say; nil if they name no certificate.
    static func load(_ settings: Settings, logger: Logger) throws(StartError) -> ServerTLS? {
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else { return nil }
        do {
            return try ServerTLS(certificate: certificate, key: key, logger: logger)
        } catch {
            throw StartError("TLS can't start: \(error) See the settings tls-certificate and tls-key.")
        }
    }
}
