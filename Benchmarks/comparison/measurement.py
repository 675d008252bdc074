"""What an instrument reports of one run, in the terms of `martlet bench --json`."""

from dataclasses import dataclass


class MeasurementFailed(Exception):
    """The run gave no figure that can be trusted; the message says why."""


@dataclass(frozen=True)
class Measurement:
    """One run. A figure that the mode or the instrument doesn't have is None; latencies are in microseconds."""

    opened: int | None = None
    messages: int | None = None
    seconds: float | None = None
    per_second: float | None = None
    server_cpu_seconds: float | None = None
    cpu_us_per_message: float | None = None
    rss_kib_before: int | None = None
    rss_kib_after: int | None = None
    rss_bytes_per_connection: float | None = None
    p50_us: float | None = None
    p90_us: float | None = None
    p99_us: float | None = None
    p999_us: float | None = None
    max_us: float | None = None
