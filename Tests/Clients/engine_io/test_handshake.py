"""Opening a session (Engine.IO protocol v4, "Handshake")."""

import json
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from engine_io.client import Polling, open_socket, receive, request
from support.processes import ServerProcess


def test_polling_opens_a_session(echo_server: ServerProcess) -> None:
    opened = Polling(echo_server).open
    assert set(opened) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
    assert len(opened["sid"]) == 20
    assert opened["upgrades"] == ["websocket"]
    assert (opened["pingInterval"], opened["pingTimeout"], opened["maxPayload"]) == (300, 200, 1_000_000)


def test_websocket_opens_a_session(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        message = socket.recv(timeout=20)
        assert message[0] == "0"
        opened = json.loads(message[1:])
        assert set(opened) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
        assert opened["upgrades"] == []


def test_every_session_has_another_id(echo_server: ServerProcess) -> None:
    assert len({Polling(echo_server).sid for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("query", "method", "code", "message"),
    [
        ("?transport=polling", "GET", 5, "Unsupported protocol version"),
        ("?EIO=abc&transport=polling", "GET", 5, "Unsupported protocol version"),
        ("?EIO=3&transport=polling", "GET", 5, "Unsupported protocol version"),
        ("?EIO=4", "GET", 0, "Transport unknown"),
        ("?EIO=4&transport=abc", "GET", 0, "Transport unknown"),
        ("?EIO=4&transport=__proto__", "GET", 0, "Transport unknown"),
        ("?EIO=4&transport=constructor", "GET", 0, "Transport unknown"),
        ("?EIO=4&transport=polling", "POST", 2, "Bad handshake method"),
        ("?EIO=4&transport=polling", "PUT", 2, "Bad handshake method"),
        ("?EIO=4&transport=websocket", "GET", 3, "Bad request"),
        ("?EIO=4&transport=polling&sid=nobody", "GET", 1, "Session ID unknown"),
        ("?EIO=4&transport=polling&sid=nobody", "POST", 1, "Session ID unknown"),
    ],
)
def test_polling_refuses(echo_server: ServerProcess, query: str, method: str, code: int, message: str) -> None:
    answer = request(echo_server, query, method)
    assert answer.status == 400
    assert answer.json == {"code": code, "message": message}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?transport=websocket", 5),
        ("?EIO=abc&transport=websocket", 5),
        ("?EIO=4", 0),
        ("?EIO=4&transport=abc", 0),
        ("?EIO=4&transport=constructor", 0),
        ("?EIO=4&transport=polling", 3),
        ("?EIO=4&transport=websocket&sid=nobody", 1),
    ],
)
def test_websocket_refuses(echo_server: ServerProcess, query: str, code: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(echo_server, query)
    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body)["code"] == code


def test_pages_from_elsewhere_get_the_fields_they_need(echo_server: ServerProcess) -> None:
    answer = request(echo_server, "?EIO=4&transport=polling", Origin="https://app.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    preflight = request(
        echo_server, "?EIO=4&transport=polling", "OPTIONS", Origin="https://app.example",
        Access_Control_Request_Method="POST", Access_Control_Request_Headers="x-token",
    )
    assert preflight.status == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"] == "x-token"


def test_one_connection_serves_many_requests(echo_server: ServerProcess) -> None:
    import http.client

    address = urlsplit(echo_server.url("/"))
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    connection.request("GET", "/engine.io/?EIO=4&transport=polling")
    sid = json.loads(connection.getresponse().read()[1:])["sid"]
    first = connection.sock
    for text in ["4one", "4two"]:
        connection.request("POST", f"/engine.io/?EIO=4&transport=polling&sid={sid}", text)
        assert connection.getresponse().read() == b"ok"
        connection.request("GET", f"/engine.io/?EIO=4&transport=polling&sid={sid}")
        assert text in connection.getresponse().read().decode()
    assert connection.sock is first
    connection.close()


def test_messages_of_websocket_sessions_come_back(echo_server: ServerProcess) -> None:
    with open_socket(echo_server) as socket:
        receive(socket)
        socket.send("4hello")
        assert receive(socket) == "4hello"
