"""Starts Autobahn's `wstest`, which needs Python 2.7, and the TestServer that it talks with."""

import json
import os
import re
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from cases import Part

AGENT = "martlet"
START_SECONDS = 30
PART_SECONDS = 1800
REPORT_SECONDS = 10
UPDATE_REPORTS = """\
GET /updateReports?agent={agent} HTTP/1.1\r
Host: 127.0.0.1:{port}\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
\r
"""


class Setup(Exception):
    """Something that the run needs is missing; the text says what, and how to get it."""


class WSTest:
    """The `wstest` command in its own Python 2.7 user base."""

    def __init__(self, python: Path, base: Path) -> None:
        self.command = [str(python), str(base / "bin" / "wstest")]
        self.environment = os.environ | {"PYTHONUSERBASE": str(base), "PYTHONWARNINGS": "ignore", "PYTHONPATH": ""}

    def start(self, mode: str, specification: dict, directory: Path) -> subprocess.Popen:
        directory.mkdir(parents=True, exist_ok=True)
        file = directory / "specification.json"
        file.write_text(json.dumps(specification, indent=2))
        with open(directory / "wstest.log", "wb") as log:
            return subprocess.Popen(
                [*self.command, "-m", mode, "-s", str(file), "-u", "0"],
                cwd=directory, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip


def fuzz_server(wstest: WSTest, url: str, part: Part, directory: Path) -> None:
    """Lets Autobahn's client run the part against the server at `url`."""
    specification = {
        "outdir": str(directory), "servers": [{"agent": AGENT, "url": url}], "cases": [part.pattern],
    }  # fmt: skip
    with ending(wstest.start("fuzzingclient", specification, directory)) as client:
        wait(client)


def fuzz_client(wstest: WSTest, binary: Path, part: Part, directory: Path) -> None:
    """Lets TestServer's client run the part against a fuzzing server of its own."""
    port = free_port()
    url = f"ws://127.0.0.1:{port}"
    specification = {"outdir": str(directory), "url": url, "cases": [part.pattern]}
    with ending(wstest.start("fuzzingserver", specification, directory)) as server:
        wait_for_port(port, server)
        with open(directory / "client.log", "wb") as log:
            command = [str(binary), "autobahn-client", url]
            with ending(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)) as client:
                wait(client)
        complete_reports(port, part, directory)


def complete_reports(port: int, part: Part, directory: Path) -> None:
    """Asks for the reports again while a case is missing: Autobahn enters a case when its connection is gone, and
    the client may have asked for the reports before that of the last one was."""
    deadline = time.monotonic() + REPORT_SECONDS
    while len(list(directory.glob(f"{AGENT}_case_*.json"))) < part.count and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=REPORT_SECONDS) as asking:
            asking.sendall(UPDATE_REPORTS.format(agent=AGENT, port=port).encode())
            # The answer to the handshake is followed by a close frame when the reports are written.
            while asking.recv(1 << 16).endswith(b"\r\n\r\n"):
                pass
        time.sleep(0.1)


@contextmanager
def test_server(binary: Path, log: Path):
    """A TestServer on a free port; gives the address of its echo."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as errors:
        process = subprocess.Popen(
            [str(binary)], env=os.environ | {"PORT": "0"}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    with ending(process):
        line = process.stdout.readline()
        ready = re.fullmatch(r"TestServer listening on (127\.0\.0\.1:\d+)\n", line)
        if ready is None:
            raise Setup(f"TestServer did not start: it said {line!r}; see {log}")
        yield f"ws://{ready[1]}/echo"


@contextmanager
def ending(process: subprocess.Popen):
    """The process, gone when the block ends."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(process: subprocess.Popen) -> None:
    """Waits for the end of a part. One that never ends has no report, so that its cases count as missing."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(PART_SECONDS)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise Setup(f"wstest did not listen on port {port}")
