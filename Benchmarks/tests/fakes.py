"""Servers and instruments small enough to know the right answer beforehand."""

import json
import sys

from comparison.case import Case
from comparison.measurement import Measurement, MeasurementFailed
from comparison.server import Server


def server(script: str) -> Server:
    return Server("fake", (sys.executable, "-c", script))


# Says that it is ready, then sleeps until it is ended.
READY = "import os, time; print('fake 1.0 listening on 127.0.0.1:' + os.environ['PORT'], flush=True); time.sleep(60)"


class ScriptedInstrument:
    """Prints the JSON lines it was made with, one a run; None stands for a run that loses messages."""

    name = "scripted"

    def __init__(self, *lines: dict | None):
        self.lines = list(lines)

    def command(self, case: Case, port: int, pids: list[int]) -> list[str]:
        return [sys.executable, "-c", f"print({json.dumps(self.lines.pop(0))!r})"]

    def read(self, case: Case, line: dict | None) -> Measurement:
        if line is None:
            raise MeasurementFailed("messages were lost")
        return Measurement(**line)
