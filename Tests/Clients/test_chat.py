"""The chat room on `/ws`, as the page speaks it."""

import itertools
import time

import pytest

from support.chat import Guest

_rooms = itertools.count(1)


@pytest.fixture
def room() -> str:
    """A room that no other test is in."""
    return f"room:test-{next(_rooms)}"


@pytest.fixture
def guest(martlet):
    with Guest.at(martlet) as one:
        yield one


@pytest.fixture
def other(martlet):
    with Guest.at(martlet) as one:
        yield one


def test_join_an_empty_room(guest, room):
    answer = guest.join(room)
    me = answer["me"]
    assert me["id"]
    assert me == {"id": me["id"], "name": "Ada", "avatar": "🦉"}
    assert answer == {"channel": room, "me": me, "members": [me], "count": 1}


def test_who_joins_sees_who_is_there_and_is_seen(guest, other, room):
    ada = guest.join(room)["me"]
    answer = other.join(room, "北京人", "🐼")
    newcomer = answer["me"]
    assert newcomer["id"] != ada["id"]
    assert answer["count"] == 2
    assert sorted(member["id"] for member in answer["members"]) == sorted([ada["id"], newcomer["id"]])
    assert guest.event("joined") == {"channel": room, "member": newcomer, "count": 2}


def test_a_message_reaches_everyone_and_the_sender(guest, other, room):
    ada = guest.join(room)["me"]
    other.join(room, "Bob", "🦊")
    guest.event("joined")
    before = time.time() * 1000
    assert guest.say(room, "hi 🦉")["channel"] == room
    for receiver in (guest, other):
        message = receiver.event("message")
        assert before - 1 <= message.pop("time") <= time.time() * 1000 + 1
        assert message == {"channel": room, "from": ada, "data": {"text": "hi 🦉"}}


@pytest.mark.parametrize(
    "text", ["hi", "Grüße aus 北京 🦉👩‍👩‍👧", '"\\/\b\n\t\u2028</script>', "x" * 10_000], ids=lambda text: text[:10]
)
def test_a_text_comes_as_it_went(guest, room, text):
    guest.join(room)
    guest.say(room, text)
    assert guest.event("message")["data"] == {"text": text}


def test_messages_come_in_the_order_of_the_room(guest, other, room):
    guest.join(room)
    other.join(room, "Bob")
    guest.event("joined")
    said = [str(number) for number in range(40)]
    for number, text in enumerate(said):
        (guest if number % 2 else other).say(room, text)
    for receiver in (guest, other):
        assert [receiver.event("message")["data"]["text"] for _ in said] == said


def test_everyone_sees_the_same_order(martlet, room):
    """Many speak at once; whatever order the room gives them, all hear that one."""
    guests = [Guest.at(martlet) for _ in range(4)]
    for guest in guests:
        guest.join(room)
    for number in range(10):
        for guest in guests:
            guest.send({"event": "publish", "data": {"channel": room, "data": {"text": str(number)}}})
    heard = [[(said["from"]["id"], said["data"]["text"]) for said in guest.messages(40)] for guest in guests]
    assert heard[1:] == heard[:1] * 3
    # Nobody's own words are out of order.
    for speaker in {speaker for speaker, _ in heard[0]}:
        assert [text for each, text in heard[0] if each == speaker] == [str(number) for number in range(10)]
    for guest in guests:
        guest.socket.close()


def test_leave(guest, other, room):
    guest.join(room)
    bob = other.join(room, "Bob")["me"]
    guest.event("joined")
    assert other.ask("leave", channel=room)["channel"] == room
    assert guest.event("left") == {"channel": room, "id": bob["id"], "reason": "left", "count": 1}
    guest.say(room, "alone")
    guest.event("message")
    # Who has left hears nothing more, and may come back.
    assert other.join(room, "Bob again")["count"] == 2


def test_a_closed_window_leaves(martlet, guest, room):
    guest.join(room)
    with Guest.at(martlet) as closing:
        bob = closing.join(room, "Bob")["me"]
        guest.event("joined")
    assert guest.event("left") == {"channel": room, "id": bob["id"], "reason": "closed", "count": 1}


def test_a_connection_that_breaks_is_lost(martlet, guest, room):
    guest.join(room)
    breaking = Guest.at(martlet)
    bob = breaking.join(room, "Bob")["me"]
    guest.event("joined")
    breaking.socket.socket.shutdown(2)
    assert guest.event("left") == {"channel": room, "id": bob["id"], "reason": "lost", "count": 1}


def test_rooms_are_apart(guest, other, room):
    guest.join(room)
    other.join(f"{room}-next", "Bob")
    guest.say(room, "here")
    other.say(f"{room}-next", "there")
    assert guest.event("message")["data"] == {"text": "here"}
    assert other.event("message")["data"] == {"text": "there"}


def test_one_window_in_two_rooms(guest, room):
    guest.join(room)
    guest.join(f"{room}-next")
    guest.say(room, "one")
    guest.say(f"{room}-next", "two")
    assert [guest.event("message")["channel"] for _ in range(2)] == [room, f"{room}-next"]


def test_fifty_guests(martlet, room):
    guests = [Guest.at(martlet) for _ in range(50)]
    for number, guest in enumerate(guests):
        assert guest.join(room, f"guest {number}")["count"] == number + 1
    guests[0].say(room, "everybody?")
    for number, guest in enumerate(guests):
        assert [guest.event("joined")["count"] for _ in range(number + 1, 50)] == list(range(number + 2, 51))
        assert guest.event("message")["data"] == {"text": "everybody?"}
    for guest in guests:
        guest.socket.close()
