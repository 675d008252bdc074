import Martlet

/// A line that tells how far things are and is written over; nothing where nobody watches.
struct StatusLine: Sendable {
    private static let startOfLine = "\r\u{1B}[K"

    func show(_ text: String) {
        if StandardStream.error.isTerminal { StandardStream.error.write(Self.startOfLine + text) }
    }

    func clear() { show("") }
}
