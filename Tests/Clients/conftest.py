"""Servers for the tests, each started once for all tests that share it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.clients import dial
from support.processes import ServerProcess, running_martlet, running_test_server

SERVERS = {"echo_server", "martlet", "start_martlet", "bystander"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("requires_release_binaries")


@pytest.fixture(scope="session")
def echo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """TestServer on one event loop, so that whatever stalls the loop stalls everybody."""
    log = tmp_path_factory.mktemp("TestServer") / "TestServer.log"
    with running_test_server(log, THREADS="1") as server:
        yield server
        assert server.is_running, f"TestServer ended; see {log}"


@pytest.fixture
def bystander(echo_server: ServerProcess) -> Iterator[Callable[[], None]]:
    """A healthy connection beside the one that misbehaves; it must go on echoing. To be called for a check in
    between; the last check comes when the test ends."""
    with dial(echo_server.url("/echo")) as socket:

        def check() -> None:
            socket.send("a bystander")
            assert socket.recv(timeout=5) == "a bystander"

        check()
        yield check
        check()


@pytest.fixture(scope="session")
def martlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """`martlet serve --development`, shared: tests meet in rooms of their own."""
    with running_martlet(tmp_path_factory.mktemp("martlet")) as server:
        yield server
        assert server.is_running, f"martlet ended; see {server.log}"


@pytest.fixture
def start_martlet(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts a martlet of the test's own, with flags and with settings from the environment."""
    with ExitStack() as servers:
        yield lambda *flags, **environment: servers.enter_context(running_martlet(tmp_path, *flags, **environment))
