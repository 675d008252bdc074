"""Reads what Autobahn found and says whether it will do."""

import json
import xml.etree.ElementTree as xml
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cases import GROUPS, Part
from wstest import AGENT

GOOD = {"OK", "INFORMATIONAL"}


@dataclass(frozen=True)
class Result:
    """One case as Autobahn judged it: how the peer behaved, and how it closed."""

    case: str
    behavior: str
    close: str
    seconds: float
    page: Path

    @property
    def passed(self) -> bool:
        return self.behavior in GOOD and self.close in GOOD

    @property
    def group(self) -> int:
        return int(self.case.split(".")[0])


def read(part: Part, directory: Path) -> list[Result]:
    """The part's results; a case without one counts as missing."""
    index = directory / "index.json"
    found = json.loads(index.read_text()).get(AGENT, {}) if index.exists() else {}
    results = [
        Result(
            case, each["behavior"], each["behaviorClose"], each["duration"] / 1000,
            directory / each["reportfile"].replace(".json", ".html"),
        )
        for case, each in found.items()
    ]  # fmt: skip
    log = directory / "wstest.log"
    missing = [Result(f"{part.name}.?", "MISSING", "MISSING", 0, log)] * (part.count - len(results))
    return sorted(results, key=lambda each: [int(number) for number in each.case.split(".")]) + missing


def table(results: list[Result]) -> str:
    """Cases by group and verdict."""
    lines = [f"{'':>3}{'group':<26}{'cases':>6}{'ok':>6}{'info':>6}{'bad':>6}"]
    for group in sorted({each.group for each in results}):
        lines.append(_row(f"{group:>2} {GROUPS[group]}", [each for each in results if each.group == group]))
    return "\n".join([*lines, _row("   all", results)])


def _row(title: str, results: list[Result]) -> str:
    verdicts = Counter(each.behavior if each.passed else "bad" for each in results)
    return f"{title:<29}{len(results):>6}{verdicts['OK']:>6}{verdicts['INFORMATIONAL']:>6}{verdicts['bad']:>6}"


def failures(results: list[Result]) -> str:
    """One line for each case that will not do, with the page that tells its story."""
    bad = [each for each in results if not each.passed]
    return "\n".join(f"{each.case:<9} {each.behavior}, close {each.close}: {each.page}" for each in bad)


def write_junit(results: list[Result], role: str, file: Path) -> None:
    """The same in JUnit's format, which the summary of `make test` adds up."""
    bad = sum(not each.passed for each in results)
    suite = xml.Element("testsuite", name=f"Autobahn, {role}", tests=str(len(results)), failures=str(bad))
    for each in results:
        case = xml.SubElement(suite, "testcase", classname=role, name=each.case, time=str(each.seconds))
        if not each.passed:
            xml.SubElement(case, "failure", message=f"{each.behavior}, close {each.close}").text = str(each.page)
    file.parent.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(suite).write(file, encoding="utf-8", xml_declaration=True)
