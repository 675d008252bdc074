#!/usr/bin/env python3
"""Measures Martlet's TestServer beside its peers, case by case; see README.md."""

import argparse
import os
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from comparison import machine, record, report
from comparison.case import QUICK, Case, select, shortened
from comparison.contest import Bench, Contest
from comparison.instrument import instrument_named
from comparison.server import PEER_SERVERS, ROOT, Server, martlet

RELEASE = ROOT / ".build" / "release"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few cases in short rounds, under three minutes")
    parser.add_argument("--cases", default="", help="names, parts of names or globs, separated by commas")
    parser.add_argument("--peers", help=f"of {','.join(PEER_SERVERS)}; all by default, the first two with --quick")
    parser.add_argument("--rounds", type=int, help="rounds of each case instead of its own number")
    parser.add_argument("--instrument", default="martlet", help="martlet (default) or wsload=PATH")
    parser.add_argument("--ours", default="martlet", help="martlet (default), or a peer to stand in for it")
    parser.add_argument("--no-noise", action="store_true", help="leave out the second run of ours in each round")
    parser.add_argument("--server-core", type=int, default=0, help="processor of the servers (0)")
    parser.add_argument("--load-core", type=int, default=1, help="processor of the load (1)")
    parser.add_argument("--output", type=Path, help="JSON results; .local/benchmarks/<date>.json by default")
    parser.add_argument("--list", action="store_true", help="print the names of the cases and end")
    options = parser.parse_args()
    try:
        options.instrument = instrument_named(options.instrument, os.environ.get("MARTLET_BIN", str(RELEASE / "martlet")))
        options.peers = chosen_peers(options)
        options.ours = our_server(options.ours)
        options.cases = chosen_cases(options)
    except ValueError as error:
        parser.error(str(error))
    return options


def our_server(name: str) -> Server:
    if name == "martlet":
        return martlet(os.environ.get("TESTSERVER_BIN", str(RELEASE / "TestServer")))
    return peer(name)


def peer(name: str) -> Server:
    if name not in PEER_SERVERS:
        raise ValueError(f"unknown server {name!r}: there are {', '.join(PEER_SERVERS)}")
    return PEER_SERVERS[name]


def chosen_peers(options: argparse.Namespace) -> list[Server]:
    names = options.peers.split(",") if options.peers else list(PEER_SERVERS)[: 2 if options.quick else None]
    return [peer(name) for name in names if name != options.ours]


def chosen_cases(options: argparse.Namespace) -> list[Case]:
    cases = select([pattern for pattern in options.cases.split(",") if pattern])
    if options.quick:
        cases = [shortened(case) for case in cases if options.cases or case.name in QUICK]
    if not cases:
        raise ValueError(f"no case matches {options.cases!r}; --list prints the names")
    return [replace(case, rounds=options.rounds) if options.rounds else case for case in cases]


def pin(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)]


def allow_many_files() -> None:
    """Raises the soft limit on open files to the hard one, for the servers and the load alike."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def hold_all(options: argparse.Namespace) -> list[Contest]:
    """Holds every contest and prints its table as it ends; progress goes to standard error."""
    bench = Bench(
        options.instrument,
        server_pin=pin(options.server_core),
        load_pin=pin(options.load_core),
        progress=lambda line: print(line, file=sys.stderr, flush=True),
    )
    contests = []
    for case in options.cases:
        contests.append(bench.hold(case, options.ours, options.peers, noise=not options.no_noise))
        print(report.text(contests[-1]), end="\n\n", flush=True)
    return contests


def main() -> int:
    """0 when everything asked for was reached and nothing failed, otherwise 1."""
    options = arguments()
    if options.list:
        print(*(case.name for case in options.cases), sep="\n")
        return 0
    allow_many_files()
    facts = machine.describe()
    print(report.heading(facts, options.instrument.name), end="\n\n", flush=True)
    contests = hold_all(options)
    output = options.output or ROOT / ".local" / "benchmarks" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    record.write(output, facts, options.instrument.name, contests)
    missed = [contest.case.name for contest in contests if not contest.passed]
    print(f"results: {output}")
    print(f"missed: {', '.join(missed)}" if missed else "all that was asked for is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
