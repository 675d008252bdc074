"""From long-polling to WebSocket (Engine.IO protocol v4, "Upgrade"), in both orders of every race."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from engine_io.client import Polling, in_background, open_socket, receive
from support.processes import ServerProcess


def probing(session: Polling) -> ClientConnection:
    socket = open_socket(session.server, f"?EIO=4&transport=websocket&sid={session.sid}")
    socket.send("2probe")
    assert receive(socket) == "3probe"
    return socket


def test_a_session_moves_over(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        socket.send("5")
        socket.send("4hello")
        assert receive(socket) == "4hello"


def test_an_open_poll_is_ended_by_a_noop(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    poll = in_background(session.poll)
    with probing(session) as socket:
        assert poll.result(20).text in ("6", "2")
        socket.send("5")
        socket.send("4hello")
        assert receive(socket) == "4hello"


def test_a_poll_that_comes_during_the_probe_is_ended_too(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        assert session.poll().text in ("6", "2")
        socket.send("5")
        socket.send("4hello")
        assert receive(socket) == "4hello"


def test_what_waited_comes_over_the_websocket(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        assert session.post("4before").text == "ok"
        socket.send("5")
        assert receive(socket) == "4before"


def test_polls_are_refused_afterwards(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        socket.send("5")
        socket.send("4over")
        assert receive(socket) == "4over"
        assert session.poll().status == 400
        assert session.post("4x").status == 400
        socket.send("4still here")
        assert receive(socket) == "4still here"


def test_a_second_websocket_is_refused_afterwards(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        socket.send("5")
        socket.send("4over")
        assert receive(socket) == "4over"
        with pytest.raises(InvalidStatus) as refused:
            open_socket(echo_server, f"?EIO=4&transport=websocket&sid={session.sid}")
        assert refused.value.response.status_code == 400
        socket.send("4still here")
        assert receive(socket) == "4still here"


def test_a_second_probe_beside_one_is_closed(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as first:
        second = open_socket(echo_server, f"?EIO=4&transport=websocket&sid={session.sid}")
        with pytest.raises(ConnectionClosed):
            second.recv(timeout=20)
        first.send("5")
        first.send("4mine")
        assert receive(first) == "4mine"


def test_a_probe_that_says_something_else_is_closed(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    socket = open_socket(echo_server, f"?EIO=4&transport=websocket&sid={session.sid}")
    socket.send("4hello")
    with pytest.raises(ConnectionClosed):
        socket.recv(timeout=20)
    assert session.post("4on polling").text == "ok"
    assert session.packets() == ["4on polling"]


def test_a_probe_that_breaks_leaves_the_session_on_polling(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    probing(session).close()
    assert session.post("4on polling").text == "ok"
    while True:
        packets = session.packets()
        if packets != ["6"]:
            break
    assert packets == ["4on polling"]


def test_a_session_that_closes_during_the_probe(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with probing(session) as socket:
        assert session.post("1").text == "ok"
        with pytest.raises(ConnectionClosed):
            socket.send("5")
            while True:
                receive(socket)
    assert session.post("4x").status == 400
