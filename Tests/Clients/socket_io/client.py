"""Socket.IO by hand, over a raw Engine.IO session on a WebSocket or on long-polling."""

import http.client
import json
from urllib.parse import urlsplit

from websockets.sync.client import connect

from support.processes import ServerProcess


class OverWebSocket:
    """A session on a WebSocket; `send` and `receive` deal in Socket.IO packets and attachments."""

    def __init__(self, server: ServerProcess, path: str = "/socket.io/", query: str = "") -> None:
        self.socket = connect(
            server.url(f"{path}?EIO=4&transport=websocket{query}"), open_timeout=20, legacy=True, max_size=None
        )
        assert self.socket.recv(timeout=20)[0] == "0"

    def send(self, packet: str | bytes) -> None:
        self.socket.send("4" + packet if isinstance(packet, str) else packet)

    def receive(self) -> str | bytes:
        while True:
            message = self.socket.recv(timeout=20)
            if isinstance(message, bytes):
                return message
            if message == "2":
                self.socket.send("3")
            else:
                assert message[0] == "4", message
                return message[1:]

    def close(self) -> None:
        self.socket.close()


class OverPolling:
    """The same on long-polling."""

    def __init__(self, server: ServerProcess, path: str = "/socket.io/", query: str = "") -> None:
        address = urlsplit(server.url("/"))
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        self.target = f"{path}?EIO=4&transport=polling{query}"
        opened = self._request("GET")
        self.target += "&sid=" + json.loads(opened[1:])["sid"]
        self.received: list[str | bytes] = []

    def _request(self, method: str, body: str | None = None) -> str:
        try:
            self.connection.request(method, self.target, None if body is None else body.encode())
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            raise ConnectionError(str(error)) from error
        if answer.status != 200:
            raise ConnectionError(f"{answer.status} {text}")
        return text

    def send(self, packet: str | bytes) -> None:
        import base64

        text = "4" + packet if isinstance(packet, str) else "b" + base64.b64encode(packet).decode()
        self._request("POST", text)

    def receive(self) -> str | bytes:
        import base64

        while not self.received:
            for packet in self._request("GET").split("\x1e"):
                match packet[0]:
                    case "2":
                        self._request("POST", "3")
                    case "b":
                        self.received.append(base64.b64decode(packet[1:]))
                    case "4":
                        self.received.append(packet[1:])
                    case "1":
                        raise ConnectionError("closed")
        return self.received.pop(0)

    def close(self) -> None:
        self.connection.close()


TRANSPORTS = {"websocket": OverWebSocket, "polling": OverPolling}
Session = OverWebSocket | OverPolling


def join(session: Session, namespace: str = "", auth: dict | None = None) -> str:
    """Connects to a namespace and reads the `auth` event that the server greets with; gives the socket's id."""
    prefix = namespace + "," if namespace else ""
    session.send("0" + prefix + ("" if auth is None else json.dumps(auth)))
    answer = session.receive()
    assert answer.startswith("0" + prefix), answer
    greeting = session.receive()
    assert greeting.startswith("2" + prefix), greeting
    assert json.loads(greeting[len("2" + prefix) :]) == ["auth", auth or {}]
    return json.loads(answer[len("0" + prefix) :])["sid"]
