"""The two load generators, behind one call: `martlet bench` and wsload."""

import json
import subprocess
from dataclasses import fields
from typing import Protocol

from .case import Case, Mode
from .measurement import Measurement, MeasurementFailed

# Opening 19,000 connections to a slow server is the longest part of a run.
CONNECT_ALLOWANCE = 150.0


class Instrument(Protocol):
    name: str

    def command(self, case: Case, port: int, pids: list[int]) -> list[str]:
        """The command line that puts the case's load on 127.0.0.1:port and watches the server's processes."""

    def read(self, case: Case, line: dict) -> Measurement:
        """The run's figures from the JSON line that the command printed; raises MeasurementFailed."""


class MartletBench:
    """`martlet bench`, Martlet's own load generator."""

    name = "martlet bench"

    def __init__(self, executable: str):
        self.executable = executable

    def command(self, case: Case, port: int, pids: list[int]) -> list[str]:
        options = {
            "--url": f"ws://127.0.0.1:{port}{case.path}",
            "--connections": case.connections,
            "--duration": case.duration,
            "--pid": ",".join(map(str, pids)),
        }
        if case.mode in (Mode.ECHO, Mode.FANOUT):
            options |= {"--size": case.size, "--warmup": case.warmup}
        if case.mode is Mode.ECHO:
            options["--pipeline"] = case.pipeline
        if case.mode is Mode.FANOUT:
            options["--window"] = case.window
        return [self.executable, "bench", case.mode, *_words(options), "--json"]

    def read(self, case: Case, line: dict) -> Measurement:
        if line["failed"]:
            raise MeasurementFailed(f"{line['failed']} of {line['failed'] + line['opened']} connections failed")
        return Measurement(**{field.name: line.get(field.name) for field in fields(Measurement)})


class Wsload:
    """wsload, an independent instrument in C. It reads resident memory as the proportional set size."""

    name = "wsload"

    def __init__(self, executable: str):
        self.executable = executable

    def command(self, case: Case, port: int, pids: list[int]) -> list[str]:
        options = {
            "-p": port,
            "-u": case.path,
            "-n": case.connections,
            "-s": case.size,
            "-T": case.duration,
            "-w": case.warmup,
            "-pid": ",".join(map(str, pids)),
        }
        if case.mode is Mode.ECHO:
            options["-P"] = case.pipeline
        if case.mode is Mode.FANOUT:
            options["-W"] = case.window
        if case.mode is Mode.IDLE:
            options["-spread"] = 1 + case.connections // 1000
        return [self.executable, case.mode, *_words(options)]

    def read(self, case: Case, line: dict) -> Measurement:
        self._require_whole(case, line)
        if case.mode is Mode.IDLE:
            return Measurement(
                opened=line["opened"],
                rss_kib_before=line["rss0_kib"],
                rss_kib_after=line["rss1_kib"],
                rss_bytes_per_connection=line["bytes_per_conn"],
            )
        # wsload gives a handshake run's rate and not its count.
        messages = line.get("msgs", round(line["rate"] * case.duration))
        return Measurement(
            opened=line.get("checked"),
            messages=messages,
            seconds=messages / line["rate"] if line["rate"] else None,
            per_second=line["rate"],
            server_cpu_seconds=line["srv_us"] * messages / 1e6,
            cpu_us_per_message=line["srv_us"],
            rss_kib_after=line.get("srv_rss_kib"),
            p50_us=line["p50_us"],
            p99_us=line["p99_us"],
            max_us=line.get("max_us"),
        )

    @staticmethod
    def _require_whole(case: Case, line: dict) -> None:
        for fault in ("failed", "closed", "lost", "bad", "checkfail"):
            if line.get(fault):
                raise MeasurementFailed(f"wsload counted {fault}: {line[fault]}")
        expected = case.connections + (case.mode is Mode.FANOUT)
        heard = line.get("checked", line.get("opened", expected))
        if heard != expected:
            raise MeasurementFailed(f"only {heard} of {expected} connections were served")


def _words(options: dict[str, object]) -> list[str]:
    return [word for option, value in options.items() for word in (option, str(value))]


def measure(instrument: Instrument, case: Case, port: int, pids: list[int], pin: list[str]) -> Measurement:
    """Runs the case once with the command prefix `pin`; raises MeasurementFailed."""
    command = [*pin, *instrument.command(case, port, pids)]
    limit = case.warmup + case.duration + CONNECT_ALLOWANCE
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise MeasurementFailed(f"{instrument.name} had not ended after {limit:.0f} s") from None
    if run.returncode != 0:
        raise MeasurementFailed(f"{instrument.name} ended with {run.returncode}: {run.stderr.strip()[-500:]}")
    lines = run.stdout.splitlines()
    try:
        measurement = instrument.read(case, json.loads(lines[-1]))
    except (IndexError, ValueError, KeyError) as error:
        raise MeasurementFailed(f"{instrument.name} printed no usable JSON line: {error!r}") from error
    if not getattr(measurement, case.figure):
        raise MeasurementFailed(f"{instrument.name} reported no {case.figure}")
    return measurement


def instrument_named(choice: str, martlet: str) -> Instrument:
    """`martlet`, or `wsload=PATH`; raises ValueError for anything else."""
    kind, _, path = choice.partition("=")
    if kind == "martlet" and not path:
        return MartletBench(martlet)
    if kind == "wsload" and path:
        return Wsload(path)
    raise ValueError(f"unknown instrument {choice!r}: give martlet or wsload=PATH")
