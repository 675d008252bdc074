import CoreMetrics
import WebSocketCore

/// What this module counts, by the names that operators see.
enum TransportMetrics {
    private static let violations = Dictionary(
        uniqueKeysWithValues: ProtocolViolation.Rule.allCases.map { rule in
            (rule, Counter(label: "martlet_websocket_violations_total", dimensions: [("rule", rule.rawValue)]))
        }
    )

    static func violated(_ rule: ProtocolViolation.Rule) {
        violations[rule]?.increment()
    }

    static func handshakeRefused(_ status: Int) {
        Counter(label: "martlet_handshakes_refused_total", dimensions: [("status", String(status))]).increment()
    }

    static let opened = Counter(label: "martlet_websocket_opened_total")
    static let closed = Counter(label: "martlet_websocket_closed_total")
    static let slowConsumers = Counter(label: "martlet_websocket_slow_consumers_total")
}
