"""Servers for the tests, each started once for all tests that share it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.clients import dial
from support.processes import ServerProcess, running_martlet, running_test_server

SERVERS = {"echo_server", "martlet", "start_martlet", "bystander"}


class SharedServer:
    """Gives the same server to every test, and the next ones a new one if a test has brought it down."""

    def __init__(self, start: Callable[[], ServerProcess]) -> None:
        self._start = start
        self._server: ServerProcess | None = None

    def __call__(self) -> ServerProcess:
        if self._server is None or not self._server.is_running:
            self._server = self._start()
        return self._server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("requires_release_binaries")


@pytest.fixture(scope="session")
def echo_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], ServerProcess]]:
    with ExitStack() as stack:
        # One event loop, so that whatever stalls the loop stalls everybody.
        yield SharedServer(
            lambda: stack.enter_context(
                running_test_server(tmp_path_factory.mktemp("TestServer") / "TestServer.log", THREADS="1")
            )
        )


@pytest.fixture
def echo_server(echo_servers: Callable[[], ServerProcess]) -> Iterator[ServerProcess]:
    """TestServer, shared; a test that brings it down fails."""
    server = echo_servers()
    yield server
    assert server.is_running, f"TestServer ended; see {server.log}"


@pytest.fixture
def bystander(echo_server: ServerProcess) -> Iterator[Callable[[], None]]:
    """A healthy connection beside the one that misbehaves; it must go on echoing. To be called for a check in
    between; the last check comes when the test ends."""
    with dial(echo_server.url("/echo")) as socket:

        def check() -> None:
            socket.send("a bystander")
            assert socket.recv(timeout=10) == "a bystander"

        check()
        yield check
        check()


@pytest.fixture(scope="session")
def martlets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], ServerProcess]]:
    with ExitStack() as stack:
        yield SharedServer(lambda: stack.enter_context(running_martlet(tmp_path_factory.mktemp("martlet"))))


@pytest.fixture
def martlet(martlets: Callable[[], ServerProcess]) -> Iterator[ServerProcess]:
    """`martlet serve --development`, shared: tests meet in rooms of their own."""
    server = martlets()
    yield server
    assert server.is_running, f"martlet ended; see {server.log}"


@pytest.fixture
def start_martlet(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts a martlet of the test's own, with flags and with settings from the environment."""
    with ExitStack() as servers:
        yield lambda *flags, **environment: servers.enter_context(running_martlet(tmp_path, *flags, **environment))
