#!/usr/bin/env python3
"""Runs the Autobahn test suite against TestServer; every case has to be OK or informational.

Needs `wstest`, which `Scripts/python.sh autobahn` installs.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import report
from cases import SELECTIONS, Part
from wstest import Setup, WSTest, fuzz_client, fuzz_server, test_server

ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--role", choices=["server", "client"], default="server", help="what TestServer is")
    parser.add_argument("--cases", choices=SELECTIONS, default="short", help="short leaves out groups 12 and 13")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), help="wstest processes at a time")
    parser.add_argument("--python", type=Path, required=True, help="a Python 2.7")
    parser.add_argument("--base", type=Path, default=ROOT / ".local/py27", help="where wstest was installed")
    parser.add_argument("--report", type=Path, default=ROOT / ".local/autobahn", help="where the reports go")
    parser.add_argument("--junit", type=Path, help="a file for the results in JUnit's format")
    return parser.parse_args()


def run(options: argparse.Namespace) -> list[report.Result]:
    """Every part of the selection, several at a time; the results in the order of the cases."""
    binary = Path(os.environ.get("TESTSERVER_BIN", ROOT / ".build/release/TestServer")).resolve()
    if not binary.exists():
        raise Setup(f"{binary} is missing: build it, or name another in TESTSERVER_BIN")
    directory = options.report / options.role
    shutil.rmtree(directory, ignore_errors=True)
    wstest = WSTest(options.python, options.base)
    parts = SELECTIONS[options.cases]

    with ThreadPoolExecutor(options.jobs) as pool:
        if options.role == "server":
            with test_server(binary, directory / "TestServer.log") as url:
                done = pool.map(lambda part: fuzz_server(wstest, url, part, directory / part.name), parts)
                show_progress(parts, done)
        else:
            done = pool.map(lambda part: fuzz_client(wstest, binary, part, directory / part.name), parts)
            show_progress(parts, done)
    ordered = sorted(parts, key=lambda part: [int(number) for number in part.name.split(".")])
    return [result for part in ordered for result in report.read(part, directory / part.name)]


def show_progress(parts: list[Part], done: Iterator[None]) -> None:
    """Waits for all parts; tells of each as it ends."""
    for part, _ in zip(parts, done, strict=True):
        print(f"{part.pattern:<6} {part.count:>3} cases run", file=sys.stderr, flush=True)


def main() -> int:
    options = arguments()
    options.report = options.report.resolve()
    options.base = options.base.resolve()
    try:
        results = run(options)
    except Setup as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.junit:
        report.write_junit(results, options.role, options.junit)
    print(f"Autobahn, TestServer as {options.role}:\n{report.table(results)}")
    if bad := report.failures(results):
        print(f"\n{bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
