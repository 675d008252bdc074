import ArgumentParser

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

/// The processes of the server under load, as the system accounts for them. It does so on Linux only.
struct ServerProcesses: Sendable {
    private let pids: [Int32]
    /// The most that Linux gives. A greater number would make another clock of ``cpuSeconds(of:)``.
    private static let greatest: Int32 = 1 << 22

    /// None: nothing is known of the server.
    init() { pids = [] }

    /// Reads numbers with commas between them.
    init(list: String) throws {
        #if os(Linux)
            pids = try list.split(separator: ",", omittingEmptySubsequences: false).map { word in
                guard let pid = Int32(word), (1...Self.greatest).contains(pid) else {
                    throw ValidationError("'\(word)' is no process number.")
                }
                return pid
            }
        #else
            throw ValidationError("--pid is for Linux, where one process can see what others use.")
        #endif
    }

    /// Whether any process is watched.
    var areKnown: Bool { !pids.isEmpty }

    /// User and system time of all their threads so far in seconds, those included that have ended; nil if no
    /// process is watched.
    func cpuSeconds() throws(BenchError) -> Double? {
        var sum: Double?
        for pid in pids { sum = try (sum ?? 0) + Self.cpuSeconds(of: pid) }
        return sum
    }

    /// Resident memory in KiB, shared pages counted in each process; nil if no process is watched.
    func residentKiB() throws(BenchError) -> Int? {
        var sum: Int?
        for pid in pids { sum = try (sum ?? 0) + Self.residentKiB(of: pid) }
        return sum
    }

    /// The same figure as in `/proc/<pid>/stat`, but in nanoseconds instead of ticks.
    private static func cpuSeconds(of pid: Int32) throws(BenchError) -> Double {
        #if os(Linux)
            var (clock, time) = (clockid_t(), timespec())
            if clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 {
                return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
            }
        #endif
        throw .unknownProcess(pid)
    }

    /// The sum over the page tables. The kernel's quicker counters are off by some pages for each thread.
    private static func residentKiB(of pid: Int32) throws(BenchError) -> Int {
        let lines = FileManager.default.contents(atPath: "/proc/\(pid)/smaps_rollup")
            .map { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
        let line = lines?.first { $0.hasPrefix("Rss:") }
        guard let number = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw .unknownProcess(pid)
        }
        return number
    }
}
