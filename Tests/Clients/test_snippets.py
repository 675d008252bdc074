"""The example programs of the README, run and talked to."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from support.clients import dial
from support.processes import ROOT, STOP_SECONDS

FOLDER = Path(os.environ.get("SNIPPETS_DIR") or ROOT / ".build/debug")


@contextmanager
def running(name: str) -> Iterator[str]:
    """The address that the program prints. It ends by itself when its input does."""
    program = FOLDER / name
    if not program.exists():
        pytest.skip(f"{program} is missing: `swift build` makes it")
    # A program's output waits in a buffer when it goes to a pipe; stdbuf lets each line out.
    command = ["stdbuf", "--output=L", str(program)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = re.match(r"ws://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address
            yield address[0]
            process.stdin.close()
            assert process.wait(STOP_SECONDS) == 0
        finally:
            process.kill()


def test_echo_server_echoes() -> None:
    with running("EchoServer") as address, dial(address) as socket:
        for message in ["hello", b"\x00\x01"]:
            socket.send(message)
            assert socket.recv(timeout=10) == message


def test_chat_server_tells_everyone() -> None:
    with running("ChatServer") as address:
        with dial(f"{address}/Ada") as ada:
            assert ada.recv(timeout=10) == "Ada joined"
            with dial(f"{address}/Bob") as bob:
                assert bob.recv(timeout=10) == ada.recv(timeout=10) == "Bob joined"
                bob.send("hello")
                assert bob.recv(timeout=10) == ada.recv(timeout=10) == "Bob: hello"
            assert ada.recv(timeout=10) == "Bob left"


def test_chat_server_wants_a_name() -> None:
    with running("ChatServer") as address, pytest.raises(InvalidStatus) as refusal:
        dial(address)
    assert refusal.value.response.status_code == 400
