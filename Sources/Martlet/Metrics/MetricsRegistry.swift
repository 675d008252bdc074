public import CoreMetrics
import Synchronization

/// Keeps what the program counts and measures, and writes it in Prometheus' text format (version 0.0.4).
///
/// Memory stays bounded whatever labels come: a name has at most ``seriesLimit`` combinations of label values;
/// further ones are counted together under the value `other`.
public final class MetricsRegistry: MetricsFactory {
    /// The most label combinations of one name.
    public let seriesLimit: Int
    private let families = Mutex<[String: MetricFamily]>([:])

    /// An empty registry.
    public init(seriesLimit: Int = 64) {
        self.seriesLimit = seriesLimit
    }

    /// Says what a name means, for people who read the metrics.
    public func describe(_ name: String, _ help: String) {
        families.withLock { $0[name, default: MetricFamily()].help = help }
    }

    /// Sets a value that goes up and down.
    public func setGauge(_ name: String, _ value: Double) {
        number(name, [], .gauge).set(value)
    }

    /// Sets a value that only grows and is counted elsewhere, such as by the operating system.
    func setCounter(_ name: String, _ value: Double) {
        number(name, [], .counter).set(value)
    }

    /// Everything as of now, families and series in alphabetical order.
    public var text: String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { $1.text(name: $0) }.joined()
    }

    private func number(_ label: String, _ labels: [(String, String)], _ kind: MetricFamily.Kind) -> NumberSeries {
        series(label, labels, kind) { NumberSeries() }
    }

    private func histogram(_ label: String, _ labels: [(String, String)]) -> HistogramSeries {
        series(label, labels, .histogram) { HistogramSeries() }
    }

    /// The series of these labels. A name that is used for two kinds of metric shows the first only.
    private func series<Series: MetricSeries>(
        _ label: String,
        _ labels: [(String, String)],
        _ kind: MetricFamily.Kind,
        make: () -> Series
    ) -> Series {
        families.withLock { families in
            let name = PrometheusText.name(label)
            return families[name, default: MetricFamily()]
                .series(PrometheusText.labels(labels), kind, limit: seriesLimit, make: make)
        }
    }
}

// MARK: - What swift-metrics asks for

extension MetricsRegistry {
    /// A number that only grows.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        number(label, dimensions, .counter)
    }

    /// A number that only grows, in fractions.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        number(label, dimensions, .counter)
    }

    /// A number that goes up and down.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, dimensions, .gauge)
    }

    /// The last value recorded, or a histogram of all.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : number(label, dimensions, .gauge)
    }

    /// A histogram in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    // What was counted stays: a scrape that comes later must not see a counter go back.

    /// Keeps the series.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Keeps the series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Keeps the series.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Keeps the series.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Keeps the series.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
