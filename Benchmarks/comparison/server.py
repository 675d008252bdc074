"""The servers that are compared, and the running of one."""

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .case import Mode

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks" / "peers"
VENV_PYTHON = str(ROOT / ".local" / "bench-venv" / "bin" / "python")
READY_WITHIN = 15.0


class ServerFailed(Exception):
    """The server did not come up; the message says why."""


@dataclass(frozen=True)
class Server:
    """A program that serves /echo and /room on 127.0.0.1:$PORT, and says `… listening on …` when it does."""

    name: str
    command: tuple[str, ...]
    modes: frozenset[Mode] = frozenset(Mode)


@dataclass(frozen=True)
class RunningServer:
    port: int
    pids: list[int]
    title: str


def martlet(executable: str) -> Server:
    return Server("martlet", (executable,))


PEER_SERVERS: dict[str, Server] = {
    server.name: server
    for server in (
        Server("node-ws", ("node", str(PEERS / "node_ws.js"))),
        Server("socketify", (VENV_PYTHON, str(PEERS / "socketify_server.py"))),
        Server("websockets", (VENV_PYTHON, str(PEERS / "websockets_server.py"))),
        # nchan relays between the members of a channel and has no echo.
        Server("nchan", (VENV_PYTHON, str(PEERS / "nchan_server.py")), frozenset({Mode.FANOUT})),
    )
}


def free_port() -> int:
    """A free port below the range that Linux gives to outgoing connections, which could take it meanwhile."""
    while True:
        port = random.randrange(18_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


@contextmanager
def running(server: Server, pin: list[str]) -> Iterator[RunningServer]:
    """Starts the server with the command prefix `pin`, and ends it with all its children on leaving.

    Raises ServerFailed."""
    if shutil.which(server.command[0]) is None:
        raise ServerFailed(f"{server.name}: {server.command[0]} is not there (peers: Benchmarks/peers/install)")
    port = free_port()
    environment = os.environ | {"PORT": str(port), "THREADS": "1"}
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*pin, *server.command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            title = _await_ready(server, process, log.fileno(), port)
            yield RunningServer(port, family(process.pid), title)
        finally:
            _end(process)


def _await_ready(server: Server, process: subprocess.Popen, log: int, port: int) -> str:
    phrase = f" listening on 127.0.0.1:{port}"
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        printed = os.pread(log, 65_536, 0).decode(errors="replace")
        for line in printed.splitlines():
            if phrase in line:
                return line.partition(phrase)[0]
        if ended:
            raise ServerFailed(f"{server.name} ended with {process.returncode}: {printed.strip()[-500:]}")
        time.sleep(0.01)
    raise ServerFailed(f"{server.name} did not print '{phrase.strip()}' within {READY_WITHIN:.0f} s")


def _end(process: subprocess.Popen) -> None:
    """Asks the server's session to end, and kills what has not ended after five seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
