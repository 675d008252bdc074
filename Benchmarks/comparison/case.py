"""The cases: what is asked of a server, which figure is read from it, and what Martlet has to reach."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fnmatch import fnmatch

KIB = 1024


class Mode(StrEnum):
    """What the load does, by the name that both instruments give it."""

    ECHO = "echo"
    FANOUT = "fanout"
    IDLE = "idle"
    CONNECT = "connect"


@dataclass(frozen=True)
class Case:
    """One line of the comparison.

    `duration` and `warmup` are seconds. `targets` maps a peer's name to the ratio of its figure to Martlet's
    that Martlet has to reach; `limit` is the largest figure of Martlet's own that will do.
    """

    name: str
    mode: Mode
    connections: int
    size: int = 64
    pipeline: int = 1
    window: int = 1
    duration: float = 2.0
    warmup: float = 1.0
    rounds: int = 5
    targets: dict[str, float] = field(default_factory=dict)
    limit: float | None = None

    @property
    def path(self) -> str:
        return "/room" if self.mode is Mode.FANOUT else "/echo"

    @property
    def figure(self) -> str:
        """The measurement that is compared; the lower, the better."""
        return "rss_bytes_per_connection" if self.mode is Mode.IDLE else "cpu_us_per_message"

    @property
    def unit(self) -> str:
        match self.mode:
            case Mode.IDLE:
                return "bytes resident per connection"
            case Mode.CONNECT:
                return "server CPU µs per handshake"
            case Mode.FANOUT:
                return "server CPU µs per delivery"
            case Mode.ECHO:
                return "server CPU µs per message"


def _echo(size: int, pipeline: int, connections: int) -> Case:
    label = f"{size // KIB}KiB" if size >= KIB else f"{size}B"
    ratio = {(64, 16): 11.0, (64, 1): 1.7, (KIB, 1): 2.0, (64 * KIB, 1): 7.0, (64 * KIB, 16): 7.0}
    target = ratio.get((size, pipeline))
    case = Case(
        f"echo-{label}-{pipeline}x{connections}",
        Mode.ECHO,
        connections,
        size=size,
        pipeline=pipeline,
        targets={"node-ws": target} if target else {},
    )
    # With a gibibyte in flight a slow server needs seconds to serve every connection once.
    heavy = size * pipeline * connections >= KIB**3
    return replace(case, warmup=12.0, duration=8.0, rounds=3) if heavy else case


def _fanout(connections: int, window: int) -> Case:
    targets = {"socketify": 1.0 if window == 1 else 1.1}
    if connections == 1000:
        targets["node-ws"] = 1.5 if window == 1 else 18.0
    return Case(f"fanout-{window}x{connections}", Mode.FANOUT, connections, window=window, targets=targets)


CASES: tuple[Case, ...] = (
    *(
        _echo(size, pipeline, connections)
        for size in (64, KIB, 64 * KIB)
        for pipeline in (1, 16)
        for connections in (64, 1000)
    ),
    *(_fanout(connections, window) for connections in (1000, 10_000) for window in (1, 16)),
    # Memory hardly varies from run to run, and 19,000 connections take their time: two rounds tell enough.
    Case("idle-19000", Mode.IDLE, 19_000, rounds=2, limit=3.5 * KIB),
    # node needs thousands of handshakes until its compiler has done its part: cold it costs three times as much.
    Case("handshake", Mode.CONNECT, 64, warmup=2.0, targets={"node-ws": 1.5}),
)

QUICK = (
    "echo-64B-1x64",
    "echo-64B-16x64",
    "echo-64KiB-1x64",
    "fanout-1x1000",
    "fanout-16x1000",
    "idle-19000",
    "handshake",
)


def select(patterns: list[str]) -> list[Case]:
    """The cases that one of the patterns picks; all of them where none is given.

    A pattern is a case's whole name, or else a glob that may match any part of a name.
    """
    names = {case.name for case in CASES}

    def wanted(case: Case) -> bool:
        return any(fnmatch(case.name, pattern if pattern in names else f"*{pattern}*") for pattern in patterns)

    return [case for case in CASES if not patterns or wanted(case)]


def shortened(case: Case) -> Case:
    """The same case in half the time and half the rounds, and so with more noise."""
    return replace(case, duration=case.duration / 2, warmup=case.warmup / 2, rounds=(case.rounds + 1) // 2)
