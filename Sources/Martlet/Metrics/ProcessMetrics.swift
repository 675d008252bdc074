#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the operating system counts for this process, by the names that Prometheus' own libraries use.
enum ProcessMetrics {
    /// Takes them over into a registry.
    static func update(_ registry: MetricsRegistry) {
        registry.setCounter("process_cpu_seconds_total", cpuSeconds())
        // Only Linux has these files.
        if let bytes = residentBytes() { registry.setGauge("process_resident_memory_bytes", bytes) }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            registry.setGauge("process_open_fds", Double(files.count))
        }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func residentBytes() -> Double? {
        guard let statm = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let words = String(decoding: statm, as: UTF8.self).split(separator: " ")
        return words.count > 1 ? Double(words[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
