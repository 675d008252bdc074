/// The addresses that connections come from. An address has some 28,000 ports, and finding a free one among
/// thousands takes the system long; but on Linux all of 127.0.0.0/8 is this machine.
struct SourceAddresses: Sendable {
    private let count: Int

    /// - Parameters:
    ///   - server: the server's address as text.
    ///   - connections: how many there are to be, at a time or within a minute.
    init(server: String, connections: Int) {
        #if os(Linux)
            count = server.hasPrefix("127.") ? min(connections / 1000, 250) : 0
        #else
            count = 0
        #endif
    }

    /// Where a connection comes from, by its number; nil leaves it to the system.
    subscript(number: Int) -> String? {
        count > 0 ? "127.0.1.\(1 + number % count)" : nil
    }
}
