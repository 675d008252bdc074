"""Engine.IO by hand: HTTP requests and WebSockets as the protocol document writes them, nothing in between."""

import http.client
import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from support.processes import ServerProcess

PATH = "/engine.io/"


class Answer:
    """The answer to one HTTP request."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict:
        return json.loads(self.body)


def request(
    server: ServerProcess, query: str, method: str = "GET", body: str | bytes | None = None, **headers: str
) -> Answer:
    """One request on a connection of its own."""
    address = urlsplit(server.url("/"))
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    try:
        data = body.encode() if isinstance(body, str) else body
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, PATH + query, data, fields)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def in_background(function: Callable[[], Answer]) -> "Future[Answer]":
    """Runs a request beside the test."""
    future: Future[Answer] = Future()

    def run() -> None:
        try:
            future.set_result(function())
        except BaseException as error:  # handed to whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


class Polling:
    """A session on long-polling."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        answer = request(server, "?EIO=4&transport=polling")
        assert answer.status == 200
        assert answer.text.startswith("0")
        self.open = json.loads(answer.text[1:])
        self.sid = self.open["sid"]
        self.query = f"?EIO=4&transport=polling&sid={self.sid}"

    def poll(self) -> Answer:
        return request(self.server, self.query)

    def post(self, body: str | bytes) -> Answer:
        return request(self.server, self.query, "POST", body)

    def packets(self) -> list[str]:
        """The packets of polls until there are some that are no heartbeat; pings are answered."""
        while True:
            answer = self.poll()
            assert answer.status == 200, answer.text
            packets = answer.text.split("\x1e")
            if "2" in packets:
                assert self.post("3").text == "ok"
            packets = [packet for packet in packets if packet != "2"]
            if packets:
                return packets


def open_socket(server: ServerProcess, query: str = "?EIO=4&transport=websocket") -> ClientConnection:
    address = urlsplit(server.url("/"))
    return connect(f"ws://{address.hostname}:{address.port}{PATH}{query}", open_timeout=20, legacy=True)


def receive(socket: ClientConnection) -> str | bytes:
    """The next message that is no ping; pings are answered."""
    while True:
        message = socket.recv(timeout=20)
        if message != "2":
            return message
        socket.send("3")
