import CoreMetrics
import Synchronization

/// How often values fell into each of a few ranges, and their sum. Times are in seconds.
final class HistogramSeries: MetricSeries {
    /// The upper ends, from 100 µs to 10 s: what a request may take, on a scale that each step about doubles.
    static let bounds = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private struct State {
        /// One count for each bound, and one for what lies beyond.
        var counts = [UInt64](repeating: 0, count: HistogramSeries.bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func samples() -> [MetricSample] {
        let state = state.withLock { $0 }
        var total: UInt64 = 0
        var samples: [MetricSample] = []
        for (index, count) in state.counts.enumerated() {
            total += count
            let bound = index < Self.bounds.count ? PrometheusText.number(Self.bounds[index]) : "+Inf"
            let label = PrometheusText.Label(name: "le", value: bound)
            samples.append(MetricSample(suffix: "_bucket", labels: [label], value: Double(total)))
        }
        samples.append(MetricSample(suffix: "_sum", value: state.sum))
        samples.append(MetricSample(suffix: "_count", value: Double(total)))
        return samples
    }
}

extension HistogramSeries: RecorderHandler, TimerHandler {
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
