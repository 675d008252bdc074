/// What the names of the metrics mean.
enum MetricNames {
    static let connections = "martlet_websocket_connections"

    private static let help = [
        connections: "WebSockets that are open or closing.",
        "martlet_handshakes_refused_total": "Requests for a WebSocket that were refused, by status.",
        "martlet_http_request_seconds": "How long HTTP requests took.",
        "martlet_http_requests_total": "HTTP requests answered, by method and status.",
        "martlet_websocket_closed_total": "WebSockets that came to their end.",
        "martlet_websocket_opened_total": "WebSockets opened.",
        "martlet_websocket_slow_consumers_total": "WebSockets dropped because too much waited for a slow receiver.",
        "martlet_websocket_violations_total": "Violations of the WebSocket protocol, by rule.",
        "process_cpu_seconds_total": "Processor time used.",
        "process_open_fds": "File descriptors in use.",
        "process_resident_memory_bytes": "Memory in use.",
    ]

    /// Tells a registry.
    static func describe(in registry: MetricsRegistry) {
        for (name, text) in help { registry.describe(name, text) }
    }
}
