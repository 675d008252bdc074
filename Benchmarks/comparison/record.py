"""Results as JSON, written once and read back for the tables in the documentation."""

import json
from dataclasses import asdict
from pathlib import Path

from .case import Case, Mode
from .contest import Contender, Contest
from .measurement import Measurement


def write(path: Path, machine: dict, instrument: str, contests: list[Contest]) -> None:
    """Writes every run of every contender, with the machine's description; makes the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine, "instrument": instrument, "contests": [asdict(contest) for contest in contests]}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def read(path: Path) -> tuple[dict, str, list[Contest]]:
    """What `write` was given: the machine, the instrument's name and the contests."""
    document = json.loads(path.read_text())
    return document["machine"], document["instrument"], [_contest(entry) for entry in document["contests"]]


def _contest(entry: dict) -> Contest:
    case = Case(**entry["case"] | {"mode": Mode(entry["case"]["mode"])})
    again = entry["again"]
    return Contest(
        case,
        _contender(entry["ours"]),
        _contender(again) if again else None,
        [_contender(peer) for peer in entry["peers"]],
    )


def _contender(entry: dict) -> Contender:
    runs = [Measurement(**run) if run else None for run in entry["runs"]]
    return Contender(entry["name"], entry["title"], runs, entry["failures"])
