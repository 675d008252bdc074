import CoreMetrics
import Testing

@testable import Martlet

@Suite("Metrics in Prometheus' format")
struct MetricsTests {
    private let registry = MetricsRegistry(seriesLimit: 3)

    @Test("counters and gauges, with what they mean")
    func numbers() {
        registry.describe("a_total", "How many a.")
        Counter(label: "a_total", dimensions: [("x", "2"), ("kind", "k")], factory: registry).increment(by: 3)
        Counter(label: "a_total", dimensions: [("kind", "k"), ("x", "2")], factory: registry).increment()
        Counter(label: "a_total", dimensions: [("kind", "j"), ("x", "2")], factory: registry).increment()
        FloatingPointCounter(label: "f_total", factory: registry).increment(by: 0.25)
        let meter = Meter(label: "g", factory: registry)
        meter.set(7)
        meter.decrement(by: 2.5)
        #expect(
            registry.text == """
                # HELP a_total How many a.
                # TYPE a_total counter
                a_total{kind="j",x="2"} 1
                a_total{kind="k",x="2"} 4
                # TYPE f_total counter
                f_total 0.25
                # TYPE g gauge
                g 4.5

                """
        )
    }

    @Test("times are a histogram in seconds, each bucket with those below it")
    func timers() {
        let timer = Timer(label: "t_seconds", factory: registry)
        for milliseconds in [1, 3, 400, 60_000] { timer.recordMilliseconds(milliseconds) }
        let lines = registry.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE t_seconds histogram")
        #expect(lines.contains(#"t_seconds_bucket{le="0.0005"} 0"#))
        #expect(lines.contains(#"t_seconds_bucket{le="0.001"} 1"#))
        #expect(lines.contains(#"t_seconds_bucket{le="0.005"} 2"#))
        #expect(lines.contains(#"t_seconds_bucket{le="0.5"} 3"#))
        #expect(lines.contains(#"t_seconds_bucket{le="10"} 3"#))
        #expect(lines.contains(#"t_seconds_bucket{le="+Inf"} 4"#))
        #expect(lines.suffix(2) == ["t_seconds_sum 60.404", "t_seconds_count 4"])
    }

    @Test("a name has a bounded number of series; what comes later is counted together")
    func cardinality() {
        for value in 0..<1000 {
            Counter(label: "a_total", dimensions: [("v", "\(value)")], factory: registry).increment()
        }
        #expect(
            registry.text == """
                # TYPE a_total counter
                a_total{v="0"} 1
                a_total{v="1"} 1
                a_total{v="2"} 1
                a_total{v="other"} 997

                """
        )
    }

    @Test("names and values can't break out of their line")
    func escaping() {
        registry.describe("n_b_c", "one\ntwo \\")
        Counter(label: "n.b-c", dimensions: [("0 ", "a\"b\\c\nd")], factory: registry).increment()
        #expect(
            registry.text == "# HELP n_b_c one\\ntwo \\\\\n# TYPE n_b_c counter\nn_b_c{_0_=\"a\\\"b\\\\c\\nd\"} 1\n"
        )
    }

    @Test("a name used for two kinds shows the first, and described names without values show nothing")
    func kinds() {
        registry.describe("never", "Not recorded.")
        Counter(label: "a", factory: registry).increment()
        Meter(label: "a", factory: registry).set(9)
        #expect(registry.text == "# TYPE a counter\na 1\n")
    }

    @Test("many threads count together")
    func threads() async {
        let counter = FloatingPointCounter(label: "f_total", factory: registry)
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<10_000 { counter.increment(by: 1) } } }
        }
        #expect(registry.text.hasSuffix("\nf_total 80000\n"))
    }
}
