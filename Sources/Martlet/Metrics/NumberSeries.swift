import CoreMetrics
import Synchronization

/// One number: a counter or a gauge.
final class NumberSeries: MetricSeries {
    private let value = Atomic<Double>(0)

    func samples() -> [MetricSample] { [MetricSample(value: value.load(ordering: .relaxed))] }

    func set(_ new: Double) { value.store(new, ordering: .relaxed) }

    private func add(_ amount: Double) {
        var old = value.load(ordering: .relaxed)
        while true {
            let (exchanged, original) = value.weakCompareExchange(
                expected: old,
                desired: old + amount,
                ordering: .relaxed
            )
            if exchanged { return }
            old = original
        }
    }
}

extension NumberSeries: CounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }
    func reset() { set(0.0) }
}

extension NumberSeries: FloatingPointCounterHandler, MeterHandler {
    func set(_ new: Int64) { set(Double(new)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
}

extension NumberSeries: RecorderHandler {
    func record(_ new: Int64) { set(Double(new)) }
    func record(_ new: Double) { set(new) }
}
