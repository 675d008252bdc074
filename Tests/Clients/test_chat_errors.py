"""Requests to the chat that can't be met: each gets an error of its own, and the connection goes on."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

from support.chat import Guest

ROOM = "room:errors"


@pytest.fixture
def guest(martlet):
    with Guest.at(martlet) as one:
        yield one
        # Whatever was asked, the connection is as good as before.
        assert one.join("room:afterwards")["channel"] == "room:afterwards"


def check_error(answer: dict, field: str | None = None) -> None:
    error = answer["error"]
    assert error["code"]
    assert error["message"]
    assert set(error) <= {"code", "message", "field"}
    if field:
        assert error["field"] == field


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": "", "name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": "lobby", "name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": "nokind:lobby", "name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": "room:" + "x" * 5_000, "name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": 7, "name": "Ada", "avatar": "🦉"}, "channel"),
        ({"channel": ROOM, "avatar": "🦉"}, "name"),
        ({"channel": ROOM, "name": "", "avatar": "🦉"}, "name"),
        ({"channel": ROOM, "name": "x" * 5_000, "avatar": "🦉"}, "name"),
        ({"channel": ROOM, "name": ["Ada"], "avatar": "🦉"}, "name"),
        ({"channel": ROOM, "name": "Ada", "avatar": "x" * 5_000}, "avatar"),
    ],
    ids=lambda value: str(value)[:70],
)
def test_join(guest, data, field):
    check_error(guest.request("join", **data), field)


def test_publish_without_joining(guest):
    check_error(guest.request("publish", channel="room:elsewhere", data={"text": "hi"}))


@pytest.mark.parametrize(
    "data", [None, {}, {"text": ""}, {"text": 7}, {"text": "x" * 100_000}, "text"], ids=lambda data: str(data)[:20]
)
def test_publish_without_a_text_that_will_do(guest, data):
    guest.join(ROOM)
    check_error(guest.request("publish", channel=ROOM, data=data), "data")


def test_to_leave_twice_is_no_error(guest):
    assert guest.ask("leave", channel="room:elsewhere")["channel"] == "room:elsewhere"


def test_who_talks_too_much_is_told_so(martlet):
    with Guest.at(martlet) as guest:
        guest.join(ROOM)
        for number in range(500):
            guest.send({"event": "publish", "data": {"channel": ROOM, "data": {"text": "more"}}, "id": 1_000 + number})
        answers: dict[int, dict] = {}
        while len(answers) < 500:
            answer = guest.receive()
            if "id" in answer:
                answers[answer["id"]] = answer
        refused = [answer for answer in answers.values() if "error" in answer]
        assert 0 < len(refused) < 500
        assert {answer["error"]["code"] for answer in refused} == {"rate_limited"}


def test_an_event_that_does_not_exist(guest):
    check_error(guest.request("dance", channel=ROOM))


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "{", "[]", "null", "7", '"join"', "{}", '{"event":7}', '{"event":"join"}',
        '{"event":"join","data":7,"id":1}', '{"event":"join","data":{},"id":{}}', '{"event":"join","id":1}',
        "[" * 10_000, '{"a":' * 10_000, '{"event":"publish","data":{"channel":"\\ud800"},"id":1}',
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_text_that_is_no_request(guest, text):
    guest.socket.send(text)
    check_error(guest.receive())


def test_binary_is_no_request(guest):
    guest.socket.send(b"\x00\x01")
    check_error(guest.receive())


def test_a_message_beyond_the_limit(martlet):
    with Guest.at(martlet) as guest:
        guest.join(ROOM)
        guest.socket.send(json.dumps({"event": "publish", "data": {"channel": ROOM, "data": "x" * (1 << 20)}, "id": 9}))
        with pytest.raises(ConnectionClosed) as closed:
            guest.receive()
        assert closed.value.rcvd.code == 1009
