"""A server that says no, or too much. It is played by the test, word for word."""

import json

from playwright.sync_api import Locator, WebSocketRoute, expect

from browser.window import Window

ME = {"id": "1", "name": "Ada", "avatar": "🦉"}


class PlayedServer:
    """Refuses requests for `refuses`, naming `field`, and grants all others."""

    def __init__(self, refuses: str = "", field: str | None = None, count: int = 1):
        self.refuses = refuses
        self.field = field
        self.count = count

    def connected(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(lambda text: self._answer(json.loads(text)))

    def send(self, **message) -> None:
        self._socket.send(json.dumps(message))

    def _answer(self, request: dict) -> None:
        if request["event"] == self.refuses:
            error = {"code": "refused", "message": "Not today.", "field": self.field}
            return self.send(event="ack", id=request["id"], error=error)
        data = {"channel": "room:lobby", "me": ME, "members": [ME], "count": self.count}
        self.send(event="ack", id=request["id"], data=data)


def connect(window: Window, server: PlayedServer) -> Window:
    window.page.route_web_socket("**/ws", server.connected)
    window.page.reload()
    return window


def alert(window: Window, text: str) -> Locator:
    return window.page.get_by_role("alert").filter(has_text=text)


def test_a_big_room_names_only_some(open_window):
    server = PlayedServer(count=1500)
    window = connect(open_window(), server).enter("Ada")
    window.sees_people("Adayou", "and 1499 more")
    server.send(event="left", data={"channel": "room:lobby", "id": "unnamed", "reason": "left", "count": 1499})
    window.sees_people("Adayou", "and 1498 more")


def test_an_error_out_of_the_blue_is_shown(open_window):
    server = PlayedServer()
    window = connect(open_window(), server).enter("Ada")
    server.send(event="error", error={"code": "slow_consumer", "message": "Too slow."})
    expect(alert(window, "Too slow.")).to_be_visible()


def test_a_refused_name_is_told_at_the_door(open_window):
    window = connect(open_window(), PlayedServer(refuses="join", field="name"))
    window.name.fill("Ada")
    window.door.click()
    expect(alert(window, "Not today.")).to_be_visible()
    window.is_at_door()
    expect(window.name).to_be_focused()


def test_a_refused_message_is_given_back(open_window):
    window = connect(open_window(), PlayedServer(refuses="publish")).enter("Ada")
    window.field.fill("Hello")
    window.field.press("Enter")
    expect(alert(window, "Not today.")).to_be_visible()
    expect(window.field).to_have_value("Hello")
