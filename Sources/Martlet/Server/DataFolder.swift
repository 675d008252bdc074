#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The folder for what must last.
enum DataFolder {
    /// Makes it if it isn't there, for the user of this process only.
    static func make(_ path: String) throws(StartError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StartError("The data folder \(path) can't be made (\(reason(error))). Name another by --data.")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw StartError(
                "The data folder \(path) can't be written to. Change its rights or name another by --data."
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? CocoaError, let cause = error.underlying as? POSIXError { return "\(cause.code)" }
        return "\(error)"
    }
}
