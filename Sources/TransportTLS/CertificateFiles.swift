import NIOSSL

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The two files as they are at one moment. They are compared by content: times of change are too coarse, and say
/// nothing where a link is turned to another file.
struct CertificateFiles: Equatable {
    private let certificatePath: String
    private let keyPath: String
    private let certificate: [UInt8]
    private let key: [UInt8]

    init(certificate: String, key: String) throws(TLSError) {
        certificatePath = certificate
        keyPath = key
        self.certificate = try Self.read(certificate)
        self.key = try Self.read(key)
    }

    private static func read(_ path: String) throws(TLSError) -> [UInt8] {
        guard let content = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        return Array(content)
    }

    /// What connections are made with.
    func context() throws(TLSError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMBytes(certificate)
        } catch {
            throw .badCertificate(certificatePath)
        }
        guard !chain.isEmpty else { throw .badCertificate(certificatePath) }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(bytes: key, format: .pem)
        } catch {
            throw .badKey(keyPath)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .mismatch(certificate: certificatePath, key: keyPath)
        }
    }
}
