"""Martlet's two executables as processes on free ports of the loopback."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 30
STOP_SECONDS = 20


class ServerProcess:
    """A server that runs, and the address where it listens."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    def url(self, path: str, scheme: str = "ws") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def interrupt(self) -> None:
        """Asks the server to end, as an operator does."""
        self.process.send_signal(signal.SIGTERM)

    def exit_code(self) -> int:
        """Waits until the server has ended."""
        return self.process.wait(STOP_SECONDS)

    def reset_peak_memory(self) -> int:
        """Starts a new measurement; gives the resident bytes at its start."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self.peak_memory()

    def peak_memory(self) -> int:
        """The most bytes that were resident since the measurement began."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


def binary(variable: str, name: str) -> Path:
    """The executable that the environment names, or the one of the release build."""
    path = Path(os.environ.get(variable) or ROOT / ".build/release" / name)
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `swift build -c release --product {name}` or set {variable}")
    return path


@contextmanager
def running_test_server(log: Path, **environment: str) -> Iterator[ServerProcess]:
    """A TestServer that has said it is ready."""
    command = [binary("TESTSERVER_BIN", "TestServer")]
    with (
        open(log, "wb") as errors,
        _running(
            command, env=os.environ | {"PORT": "0"} | environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        line = process.stdout.readline()
        ready = re.fullmatch(r"TestServer listening on 127\.0\.0\.1:(\d+)\n", line)
        assert ready, f"TestServer said {line!r}; see {log}"
        yield ServerProcess(process, int(ready[1]), log)


@contextmanager
def running_martlet(directory: Path, *flags: str, **environment: str) -> Iterator[ServerProcess]:
    """`martlet serve --development` that answers its health check; data and log are kept in `directory`."""
    port = free_port()
    command = [
        binary("MARTLET_BIN", "martlet"), "serve", "--development",
        "--host", "127.0.0.1", "--port", str(port), "--data", directory / "data", *flags,
    ]  # fmt: skip
    log = directory / "martlet.log"
    with (
        open(log, "wb") as output,
        _running(command, stdout=output, stderr=output, cwd=directory, env=os.environ | environment) as process,
    ):
        server = ServerProcess(process, port, log)
        _wait_until_healthy(server)
        yield server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def _running(command: list, **options) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _wait_until_healthy(server: ServerProcess) -> None:
    deadline = time.monotonic() + START_SECONDS
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.is_running and time.monotonic() < deadline:
        try:
            with direct.open(server.url("/healthz", "http"), timeout=START_SECONDS):
                return
        except urllib.error.URLError:
            time.sleep(0.02)
    raise AssertionError(f"martlet did not become healthy; it said:\n{server.log.read_text()}")
