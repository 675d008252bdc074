"""One case, run by every contender in turn for some rounds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .case import Case, Mode
from .instrument import Instrument, measure
from .measurement import Measurement, MeasurementFailed
from .server import RunningServer, Server, ServerFailed, running
from .spread import Spread


@dataclass
class Contender:
    """A server's runs of a case: one entry per round, None where the run failed."""

    name: str
    title: str = ""
    runs: list[Measurement | None] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def spread(self, figure: str) -> Spread | None:
        values = [getattr(run, figure) for run in self.runs if run]
        return Spread.of([value for value in values if value is not None])


@dataclass
class Contest:
    """The outcome of a case: ours, ours again for the noise, and the peers."""

    case: Case
    ours: Contender
    again: Contender | None
    peers: list[Contender]

    @property
    def contenders(self) -> list[Contender]:
        return [self.ours, *([self.again] if self.again else []), *self.peers]

    def ratio(self, other: Contender) -> Spread | None:
        """The other's figure to ours, round by round: above 1 we need less."""
        return self._paired(other, self.ours, self.case.figure)

    def throughput_ratio(self, other: Contender) -> Spread | None:
        """Our throughput to the other's, round by round: above 1 we carry more."""
        return self._paired(self.ours, other, "per_second")

    def reached(self, peer: Contender) -> bool | None:
        """Whether the ratio to this peer is the one asked for; None where none is asked for."""
        target = self.case.targets.get(peer.name)
        if target is None:
            return None
        ratio = self.ratio(peer)
        return ratio is not None and ratio.median >= target

    @property
    def within_limit(self) -> bool | None:
        """Whether our own figure is within the case's limit; None where it has none."""
        if self.case.limit is None:
            return None
        figure = self.ours.spread(self.case.figure)
        return figure is not None and figure.median <= self.case.limit

    @property
    def passed(self) -> bool:
        """Nothing failed, and nothing asked for was missed."""
        verdicts = [self.within_limit, *map(self.reached, self.peers)]
        return False not in verdicts and not any(contender.failures for contender in self.contenders)

    @staticmethod
    def _paired(first: Contender, second: Contender, figure: str) -> Spread | None:
        pairs = zip(first.runs, second.runs, strict=True)
        return Spread.of_ratios([(getattr(a, figure), getattr(b, figure)) for a, b in pairs if a and b])


@dataclass(frozen=True)
class Bench:
    """Where and with what the contests are held."""

    instrument: Instrument
    server_pin: list[str]
    load_pin: list[str]
    progress: Callable[[str], None]

    def hold(self, case: Case, ours: Server, peers: list[Server], noise: bool) -> Contest:
        """Runs ours, ours again (if `noise`) and each peer, round after round."""
        contest = Contest(
            case,
            Contender(ours.name),
            Contender(f"{ours.name} again") if noise else None,
            [Contender(peer.name) for peer in peers],
        )
        servers = [ours, *([ours] if noise else []), *peers]
        for number in range(1, case.rounds + 1):
            for contender, server in zip(contest.contenders, servers, strict=True):
                self._run(case, contender, server)
                self.progress(f"{case.name} {number}/{case.rounds} {contender.name}: {self._last(contender, case)}")
        return contest

    def _run(self, case: Case, contender: Contender, server: Server) -> None:
        """A fresh process each time: no run inherits another's memory, connections or compiled code."""
        try:
            with running(server, self.server_pin) as process:
                contender.title = process.title
                if case.mode is Mode.CONNECT:
                    self._rehearse(case, process)
                contender.runs.append(self._measure(case, process))
        except (ServerFailed, MeasurementFailed) as failure:
            contender.runs.append(None)
            contender.failures.append(str(failure))

    def _rehearse(self, case: Case, process: RunningServer) -> None:
        """The instruments warm a server up with messages, not with handshakes.

        The warm-up counts the server's own CPU seconds, since a compiler on a busy machine gets few of them.
        """
        spent = 0.0
        while spent < case.warmup:
            spent += self._measure(replace(case, duration=case.warmup), process).server_cpu_seconds

    def _measure(self, case: Case, process: RunningServer) -> Measurement:
        return measure(self.instrument, case, process.port, process.pids, self.load_pin)

    @staticmethod
    def _last(contender: Contender, case: Case) -> str:
        run = contender.runs[-1]
        return f"{getattr(run, case.figure):.3f} {case.unit}" if run else f"failed, {contender.failures[-1]}"
