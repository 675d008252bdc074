/// All series of one name.
struct MetricFamily {
    /// What Prometheus calls the type.
    enum Kind: String {
        case counter, gauge, histogram
    }

    var help: String?
    private var kind: Kind?
    private var series: [[PrometheusText.Label]: any MetricSeries] = [:]

    /// The series of these labels, made if it isn't there.
    mutating func series<Series: MetricSeries>(
        _ labels: [PrometheusText.Label],
        _ kind: Kind,
        limit: Int,
        make: () -> Series
    ) -> Series {
        guard self.kind == nil || self.kind == kind else { return make() }
        self.kind = kind
        let isNew = series[labels] == nil
        let key =
            isNew && series.count >= limit ? labels.map { PrometheusText.Label(name: $0.name, value: "other") } : labels
        if let known = series[key] as? Series { return known }
        let made = make()
        series[key] = made
        return made
    }

    /// The family as Prometheus reads it; nothing if nothing was recorded.
    func text(name: String) -> String {
        guard let kind else { return "" }
        var text = help.map { "# HELP \(name) \(PrometheusText.escapedHelp($0))\n" } ?? ""
        text += "# TYPE \(name) \(kind.rawValue)\n"
        let lines = series.map { labels, series in
            series.samples().map { sample in
                name + sample.suffix + PrometheusText.list(labels + sample.labels) + " "
                    + PrometheusText.number(sample.value) + "\n"
            }
        }
        for group in lines.sorted(by: { ($0.first ?? "") < ($1.first ?? "") }) { text += group.joined() }
        return text
    }
}

/// One line of a series.
struct MetricSample {
    /// What comes behind the name of a histogram.
    var suffix = ""
    /// Labels beyond those of the series.
    var labels: [PrometheusText.Label] = []
    let value: Double
}

/// The numbers of one combination of labels.
protocol MetricSeries: AnyObject, Sendable {
    func samples() -> [MetricSample]
}
