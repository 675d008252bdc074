import TransportTLS

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Two certificates of this machine, `one` and `two`, in a folder that is removed behind the test. The server uses
/// the one that is `installed`.
final class Certificates: Sendable {
    static let canBeMade = run("openssl version")

    private struct NotMade: Error {}

    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "martlet-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["one", "two"] {
            let made = Self.run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name)"
                    + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
                    + " -keyout '\(key(name))' -out '\(certificate(name))'"
            )
            guard made else { throw NotMade() }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func certificate(_ name: String) -> String { "\(folder)/\(name).pem" }

    func key(_ name: String) -> String { "\(folder)/\(name).key" }

    /// Puts a certificate where the server looks; a broken one has lost its second half.
    func install(_ name: String, broken: Bool = false) throws {
        for (from, to) in [(certificate(name), certificate("installed")), (key(name), key("installed"))] {
            let content = FileManager.default.contents(atPath: from) ?? Data()
            try (broken ? content.prefix(content.count / 2) : content).write(to: URL(filePath: to), options: .atomic)
        }
    }

    /// A server's TLS with this certificate installed.
    func serve(_ name: String) throws -> ServerTLS {
        try install(name)
        return try ServerTLS(certificate: certificate("installed"), key: key("installed"))
    }

    private static func run(_ command: String) -> Bool { system("\(command) >/dev/null 2>&1") == 0 }
}
