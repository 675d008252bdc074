/// Why TLS can't be set up.
public enum TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file isn't there, or may not be read.
    case unreadable(String)
    /// The file holds no certificate in PEM.
    case badCertificate(String)
    /// The file holds no private key in PEM, or one with a password.
    case badKey(String)
    /// The key is another certificate's.
    case mismatch(certificate: String, key: String)

    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .unreadable(let path): "The file \(path) can't be read."
        case .badCertificate(let path): "The file \(path) holds no certificate in PEM form."
        case .badKey(let path): "The file \(path) holds no private key in PEM form without a password."
        case .mismatch(let certificate, let key):
            "The key in \(key) doesn't belong to the certificate in \(certificate)."
        }
    }
}
