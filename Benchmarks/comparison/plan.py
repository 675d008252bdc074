"""Which cases to run, by which servers: the names given on the command line, resolved."""

import os
from dataclasses import replace

from .case import QUICK, Case, select, shortened
from .server import PEER_SERVERS, ROOT, Server, martlet

RELEASE = ROOT / ".build" / "release"
MARTLET_BIN = os.environ.get("MARTLET_BIN", str(RELEASE / "martlet"))
TESTSERVER_BIN = os.environ.get("TESTSERVER_BIN", str(RELEASE / "TestServer"))


def server_named(name: str) -> Server:
    """`martlet` or a peer's name; raises ValueError for others."""
    servers = PEER_SERVERS | {"martlet": martlet(TESTSERVER_BIN)}
    if name not in servers:
        raise ValueError(f"unknown server {name!r}: there are {', '.join(servers)}")
    return servers[name]


def plan(
    ours: Server, patterns: list[str], peers: list[str], quick: bool, rounds: int | None
) -> list[tuple[Case, list[Server]]]:
    """The cases in order, each with its peers; raises ValueError for a name that nothing answers to.

    Without `peers` each case meets every peer that serves it, or, when `quick`, those it has a target for.
    """
    cases = [case for case in select(patterns) if patterns or not quick or case.name in QUICK]
    if not cases:
        raise ValueError(f"no case matches {','.join(patterns)!r}; --list prints the names")
    if quick:
        cases = [shortened(case) for case in cases]
    if rounds:
        cases = [replace(case, rounds=rounds) for case in cases]
    chosen = [server_named(name) for name in peers or PEER_SERVERS]

    def meets(case: Case, peer: Server) -> bool:
        asked = bool(peers) or not quick or peer.name in case.targets
        return asked and peer != ours and case.mode in peer.modes

    return [(case, [peer for peer in chosen if meets(case, peer)]) for case in cases]
