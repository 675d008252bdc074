"""A client of the chat: JSON text on `/ws`."""

import itertools
import json
from typing import Self

from websockets.sync.client import ClientConnection

from support.clients import dial
from support.processes import ServerProcess


class Guest:
    """One window. Answers to requests are told from events, which wait until they are asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._ids = itertools.count(1)
        self._events: list[dict] = []

    @classmethod
    def at(cls, server: ServerProcess) -> Self:
        # Without a bound on what waits: one test plays many guests and reads them one after the other.
        return cls(dial(server.url("/ws"), max_queue=None))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, message: object) -> None:
        self.socket.send(json.dumps(message, ensure_ascii=False))

    def receive(self) -> dict:
        return json.loads(self.socket.recv(timeout=10))

    def request(self, event: str, **data: object) -> dict:
        """Sends an event and gives the answer that bears its id, whole."""
        number = next(self._ids)
        self.send({"event": event, "data": data, "id": number})
        while (answer := self.receive()).get("id") != number:
            self._events.append(answer)
        return answer

    def ask(self, event: str, **data: object) -> dict:
        """As `request`, for what must succeed; gives the acknowledged data."""
        answer = self.request(event, **data)
        assert answer["event"] == "ack", answer
        assert "error" not in answer, answer
        return answer["data"]

    def join(self, channel: str, name: str = "Ada", avatar: str = "🦉") -> dict:
        return self.ask("join", channel=channel, name=name, avatar=avatar)

    def say(self, channel: str, text: str) -> dict:
        return self.ask("publish", channel=channel, data={"text": text})

    def event(self, name: str) -> dict:
        """The data of the next event, which has to be `name`."""
        event = self._events.pop(0) if self._events else self.receive()
        assert event["event"] == name, event
        return event["data"]

    def messages(self, count: int) -> list[dict]:
        """The data of the next messages; whatever else comes between is passed over."""
        found: list[dict] = []
        while len(found) < count:
            event = self._events.pop(0) if self._events else self.receive()
            if event["event"] == "message":
                found.append(event["data"])
        return found
