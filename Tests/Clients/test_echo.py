"""The echo of TestServer, as Python's `websockets` sees it."""

import os

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from support.clients import dial
from support.processes import ServerProcess

MEBIBYTE = 1 << 20


@pytest.fixture
def echo(echo_server: ServerProcess):
    with dial(echo_server.url("/echo"), compression=None, max_size=None) as socket:
        yield socket


def check(socket: ClientConnection, message: str | bytes) -> None:
    socket.send(message)
    assert socket.recv(timeout=30) == message


@pytest.mark.parametrize("text", ["", "a", "Grüße aus 北京 🦉", "\0\x7f\u0080\u07ff\u0800\uffff\U0010ffff"])
def test_text(echo, text):
    check(echo, text)


# One below, at and above each form of the length (RFC 6455 §5.2).
@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, MEBIBYTE])
def test_binary(echo, size):
    check(echo, os.urandom(size))


@pytest.mark.parametrize("size", [16 * MEBIBYTE - 1, 16 * MEBIBYTE])
def test_the_largest_message(echo, size):
    check(echo, os.urandom(size))


def test_a_message_beyond_the_limit_is_refused(echo):
    echo.send(bytes(16 * MEBIBYTE + 1))
    with pytest.raises(ConnectionClosed) as closed:
        echo.recv(timeout=30)
    assert closed.value.rcvd.code == 1009


def test_fragments_of_text(echo):
    # The pieces are cut by characters; `websockets` sends each as a frame.
    echo.send(iter(["ein ", "", "zwei ", "三"]))
    assert echo.recv(timeout=5) == "ein zwei 三"


def test_fragments_of_binary(echo):
    pieces = [os.urandom(size) for size in (1, 0, 125, 126, 70_000)]
    echo.send(iter(pieces))
    assert echo.recv(timeout=5) == b"".join(pieces)


def test_many_messages_keep_their_order(echo):
    messages = [f"{number} {'x' * (number % 300)}" for number in range(5_000)]
    for start in range(0, len(messages), 100):
        batch = messages[start : start + 100]
        for message in batch:
            echo.send(message)
        assert [echo.recv(timeout=5) for _ in batch] == batch


def test_text_and_binary_stay_what_they_are(echo):
    echo.send("text")
    echo.send(b"binary")
    assert echo.recv(timeout=5) == "text"
    assert echo.recv(timeout=5) == b"binary"


@pytest.mark.parametrize("payload", [b"", b"ping", bytes(range(125))])
def test_ping_is_answered(echo, payload):
    assert echo.ping(payload).wait(5)


def test_a_pong_that_nobody_asked_for_is_ignored(echo):
    echo.pong(b"unasked")
    check(echo, "and on")


def test_a_hundred_clients(echo_server):
    url = echo_server.url("/echo")
    sockets = [dial(url) for _ in range(100)]
    for number, socket in enumerate(sockets):
        socket.send(str(number))
    assert [socket.recv(timeout=5) for socket in sockets] == [str(number) for number in range(100)]
    for socket in sockets:
        socket.close()
        assert socket.close_code == 1000
