"""A server that says no. It is played by the test, word for word."""

import json

from playwright.sync_api import WebSocketRoute, expect

ME = {"id": "1", "name": "Ada", "avatar": "🦉"}


def answer(socket: WebSocketRoute, refused: str, field: str | None = None) -> None:
    """Refuses requests for `refused`, and grants all others."""

    def reply(text: str) -> None:
        request = json.loads(text)
        result = {"data": {"channel": "room:lobby", "me": ME, "members": [ME], "count": 1}}
        if request["event"] == refused:
            result = {"error": {"code": "refused", "message": "Not today."} | ({"field": field} if field else {})}
        socket.send(json.dumps({"event": "ack", "id": request["id"], **result}))

    socket.on_message(reply)


def test_an_error_out_of_the_blue_is_shown(open_window):
    window = open_window()

    def connected(socket: WebSocketRoute) -> None:
        answer(socket, refused="nothing")
        sockets.append(socket)

    sockets: list[WebSocketRoute] = []
    window.page.route_web_socket("**/ws", connected)
    window.page.reload()
    window.enter("Ada")
    sockets[0].send(json.dumps({"event": "error", "error": {"code": "slow_consumer", "message": "Too slow."}}))
    expect(window.page.get_by_role("alert").filter(has_text="Too slow.")).to_be_visible()


def test_a_refused_name_is_told_at_the_door(open_window):
    window = open_window()
    window.page.route_web_socket("**/ws", lambda socket: answer(socket, "join", "name"))
    window.page.reload()
    window.name.fill("Ada")
    window.door.click()
    expect(window.page.get_by_role("alert").filter(has_text="Not today.")).to_be_visible()
    window.is_at_door()
    expect(window.name).to_be_focused()


def test_a_refused_message_is_given_back(open_window):
    window = open_window()
    window.page.route_web_socket("**/ws", lambda socket: answer(socket, "publish"))
    window.page.reload()
    window.enter("Ada")
    window.field.fill("Hello")
    window.field.press("Enter")
    expect(window.page.get_by_role("alert").filter(has_text="Not today.")).to_be_visible()
    expect(window.field).to_have_value("Hello")
