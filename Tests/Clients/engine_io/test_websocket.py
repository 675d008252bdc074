"""Messages, heartbeat and the end of sessions on WebSockets (Engine.IO protocol v4)."""

import pytest
from websockets.exceptions import ConnectionClosed

from engine_io.client import open_socket, receive
from support.processes import ServerProcess


def test_text(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send("4hello")
        assert receive(socket) == "4hello"


def test_binary(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send(b"\x01\x02\x03\x04")
        assert receive(socket) == b"\x01\x02\x03\x04"


@pytest.mark.parametrize("packet", ["abc", "", "7", "9hello", "\x00", "2"])
def test_an_invalid_packet_ends_the_session(echo_server: ServerProcess, packet: str) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send(packet)
        with pytest.raises(ConnectionClosed):
            while True:
                receive(socket)


def test_pings_come_and_pongs_keep_the_session(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        socket.recv(timeout=20)
        for _ in range(3):
            assert socket.recv(timeout=20) == "2"
            socket.send("3")


def test_no_pong_ends_the_session(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        socket.recv(timeout=20)
        assert socket.recv(timeout=20) == "2"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=20)


def test_a_close_packet_ends_the_session(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send("1")
        with pytest.raises(ConnectionClosed):
            while True:
                receive(socket)


def test_a_message_beyond_the_limit_names_it(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send("4" + "x" * 1_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                receive(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        assert "limit" in closed.value.rcvd.reason
