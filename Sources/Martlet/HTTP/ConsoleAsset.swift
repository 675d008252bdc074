import CConsole
import HTTPTypes
import Hummingbird
import NIOCore

/// One file of the web console, ready to be served.
struct ConsoleAsset: Sendable {
    /// The request path.
    let path: String
    private let content: ByteBuffer
    private let fields: HTTPFields
    private let tag: String

    /// Every file that is compiled in.
    static let all: [ConsoleAsset] = UnsafeBufferPointer(start: consoleFiles, count: consoleFileCount).map(
        ConsoleAsset.init
    )

    private init(_ file: ConsoleFile) {
        let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
        path = String(cString: file.path)
        content = ByteBuffer(bytes: bytes)
        tag = "\"\(String(Self.fingerprint(bytes), radix: 16))\""
        fields = [
            .contentType: String(cString: file.type),
            .eTag: tag,
            // Names stay the same from version to version: a browser keeps its copy, and asks each time.
            .cacheControl: "no-cache",
        ]
    }

    /// The file, or 304 if the client has it (RFC 9110 §13.1.2).
    func response(to request: Request) -> Response {
        let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        let isKnown = known.contains { word in
            let word = word.drop { $0 == " " }
            return word.hasPrefix("*") || word.hasPrefix(tag) || word.hasPrefix("W/" + tag)
        }
        return isKnown
            ? Response(bodiless: .notModified, fields)
            : Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: content))
    }

    /// FNV-1a: it tells versions of a file apart, and nobody gains by making two that look the same.
    private static func fingerprint(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension Response {
    /// An answer that can't have a body, so that no length is given either (RFC 9110 §8.6).
    init(bodiless status: HTTPResponse.Status, _ fields: HTTPFields) {
        self.init(status: status, headers: fields)
        headers[.contentLength] = nil
    }
}
