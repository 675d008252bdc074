#!/usr/bin/env python3
"""Measures Martlet's TestServer beside its peers, case by case; see README.md."""

import argparse
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from comparison import machine, record, report
from comparison.contest import Bench, Contest
from comparison.instrument import instrument_named
from comparison.plan import MARTLET_BIN, plan, server_named
from comparison.server import PEER_SERVERS, ROOT


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seven cases in fewer and shorter rounds")
    parser.add_argument("--cases", type=words, default=[], help="names, or globs of a part of them, with commas")
    parser.add_argument("--peers", type=words, default=[], help=f"of {','.join(PEER_SERVERS)}, with commas")
    parser.add_argument("--rounds", type=int, help="rounds of each case instead of its own number")
    parser.add_argument("--instrument", default="martlet", help="martlet (default) or wsload=PATH")
    parser.add_argument("--ours", default="martlet", help="martlet (default), or a peer to stand in for it")
    parser.add_argument("--no-noise", action="store_true", help="leave out the second run of ours in each round")
    parser.add_argument("--server-core", type=int, default=0, help="processor of the servers (0)")
    parser.add_argument("--load-core", type=int, default=1, help="processor of the load (1)")
    parser.add_argument("--output", type=Path, help="JSON results; .local/benchmarks/<date>.json by default")
    parser.add_argument("--list", action="store_true", help="print what would be run and end")
    options = parser.parse_args()
    try:
        options.instrument = instrument_named(options.instrument, MARTLET_BIN)
        options.ours = server_named(options.ours)
        options.plan = plan(options.ours, options.cases, options.peers, options.quick, options.rounds)
    except ValueError as error:
        parser.error(str(error))
    return options


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


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
    for case, peers in options.plan:
        contests.append(bench.hold(case, options.ours, peers, noise=not options.no_noise))
        print(report.text(contests[-1]), end="\n\n", flush=True)
    return contests


def main() -> int:
    """0 when everything asked for was reached and nothing failed, otherwise 1."""
    options = arguments()
    if options.list:
        for case, peers in options.plan:
            print(f"{case.name}: {options.ours.name} beside {', '.join(peer.name for peer in peers) or 'no one'}")
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
