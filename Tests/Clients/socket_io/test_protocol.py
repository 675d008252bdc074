"""Checks written from the Socket.IO protocol document (v5), on both transports."""

import json
from collections.abc import Callable, Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from socket_io.client import TRANSPORTS, Session, join
from support.processes import ServerProcess

GONE = (ConnectionClosed, ConnectionError)


@pytest.fixture(params=TRANSPORTS)
def open_session(request: pytest.FixtureRequest, echo_server: ServerProcess) -> Iterator[Callable[..., Session]]:
    sessions: list[Session] = []

    def start(**options: str) -> Session:
        sessions.append(TRANSPORTS[request.param](echo_server, **options))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


def ends(session: Session) -> None:
    with pytest.raises(GONE):
        while True:
            session.receive()


# Connecting to namespaces


def test_the_main_namespace(open_session: Callable[..., Session]) -> None:
    session = open_session()
    session.send("0")
    answer = session.receive()
    assert answer[0] == "0"
    assert set(json.loads(answer[1:])) == {"sid"}
    assert session.receive() == '2["auth",{}]'


def test_the_main_namespace_with_auth(open_session: Callable[..., Session]) -> None:
    join(open_session(), auth={"token": "123", "nested": {"a": [1, None, True]}})


def test_a_custom_namespace(open_session: Callable[..., Session]) -> None:
    join(open_session(), "/custom")


def test_a_custom_namespace_with_auth(open_session: Callable[..., Session]) -> None:
    join(open_session(), "/custom", {"token": "abc"})


def test_two_namespaces_with_ids_of_their_own(open_session: Callable[..., Session]) -> None:
    session = open_session()
    assert join(session) != join(session, "/custom")


@pytest.mark.parametrize("connect", ["0/random,", '0/random,{"token":"123"}', "0/random", "0/custom/deeper,"])
def test_an_unknown_namespace(open_session: Callable[..., Session], connect: str) -> None:
    session = open_session()
    session.send(connect)
    name = connect[1:].split(",")[0].split("{")[0]
    assert session.receive() == f'4{name},{{"message":"Invalid namespace"}}'


@pytest.mark.parametrize("packet", ["abc", "0[1]", '0"text"', "04", "2[]", '2["early"]', "1", "3[]"])
def test_an_invalid_handshake_ends_the_connection(open_session: Callable[..., Session], packet: str) -> None:
    session = open_session()
    with pytest.raises(GONE):
        session.send(packet)
        while True:
            session.receive()


def test_no_handshake_in_time_ends_the_connection(open_session: Callable[..., Session]) -> None:
    ends(open_session())


def test_a_second_connect_to_the_same_namespace_ends_the_connection(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    with pytest.raises(GONE):
        session.send("0")
        while True:
            session.receive()


# Leaving


def test_leaving_the_main_namespace(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    session.send("1")
    join(session)


def test_leaving_a_custom_namespace_leaves_the_other(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    join(session, "/custom")
    session.send("1/custom,")
    session.send('2["message","still here"]')
    assert session.receive() == '2["message-back","still here"]'


# Messages


def test_text(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    session.send('2["message",1,"2",{"3":[true]}]')
    assert session.receive() == '2["message-back",1,"2",{"3":[true]}]'


def test_text_in_a_custom_namespace(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session, "/custom")
    session.send('2/custom,["message","雨燕",null]')
    assert session.receive() == '2/custom,["message-back","雨燕",null]'


def test_attachments(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    session.send('52-["message",{"_placeholder":true,"num":0},{"deep":[{"_placeholder":true,"num":1}]}]')
    session.send(b"\x01\x02\x03")
    session.send(b"\x04\x05\x06")
    text = session.receive()
    assert text.startswith('52-["message-back",')
    assert json.loads(text[3:]) == [
        "message-back",
        {"_placeholder": True, "num": 0},
        {"deep": [{"_placeholder": True, "num": 1}]},
    ]
    assert [session.receive(), session.receive()] == [b"\x01\x02\x03", b"\x04\x05\x06"]


def test_acknowledgements(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    session.send('2456["message-with-ack",1,"2",{"3":[false]}]')
    assert session.receive() == '3456[1,"2",{"3":[false]}]'


def test_acknowledgements_with_attachments(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    session.send('52-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')
    session.send(b"\x01\x02\x03")
    session.send(b"\x04\x05\x06")
    text = session.receive()
    assert text.startswith("62-789[")
    assert json.loads(text[6:]) == [{"_placeholder": True, "num": 0}, {"_placeholder": True, "num": 1}]
    assert [session.receive(), session.receive()] == [b"\x01\x02\x03", b"\x04\x05\x06"]


INVALID = {
    "unknown type": "abc",
    "type beyond the last": "7",
    "payload that is no array": "2{}",
    "invalid acknowledgement id": '2abc["message-with-ack",1,2,3]',
    "no event name": "2[]",
    "event name that is an object": '2[{"toString":"foo"}]',
    "reserved event name": '2["connect"]',
    "id beyond 64 bits": '299999999999999999999["message"]',
    "attachments beyond the limit": '5999999-["message",{"_placeholder":true,"num":0}]',
    "count beyond 64 bits": '599999999999999999999-["message"]',
    "placeholder missing": '51-["message"]',
    "placeholder twice": '51-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]',
    "JSON cut short": '2["message"',
    "JSON too deep": '2["message",' + "[" * 100_000 + "]" * 100_000 + "]",
    "error from a client": '4{"message":"x"}',
}


@pytest.mark.parametrize("packet", INVALID.values(), ids=INVALID.keys())
def test_an_invalid_packet_ends_the_connection(
    open_session: Callable[..., Session], bystander: Callable[[], None], packet: str
) -> None:
    session = open_session()
    join(session)
    with pytest.raises(GONE):
        session.send(packet)
        while True:
            session.receive()


@pytest.mark.parametrize("number", ['"splice"', "-1", "1", "0.5", "null"])
def test_a_placeholder_out_of_range_ends_the_connection(open_session: Callable[..., Session], number: str) -> None:
    session = open_session()
    join(session)
    with pytest.raises(GONE):
        session.send('51-["hello",{"_placeholder":true,"num":' + number + "}]")
        session.send(b"\x01")
        while True:
            session.receive()


def test_text_in_place_of_an_attachment_ends_the_connection(open_session: Callable[..., Session]) -> None:
    session = open_session()
    join(session)
    with pytest.raises(GONE):
        session.send('51-["message",{"_placeholder":true,"num":0}]')
        session.send('2["message"]')
        while True:
            session.receive()


def test_a_huge_namespace_ends_the_connection(open_session: Callable[..., Session]) -> None:
    session = open_session()
    with pytest.raises(GONE):
        session.send("0/" + "x" * 900_000 + ",")
        while True:
            session.receive()


def test_a_connect_storm_is_refused_one_by_one(
    open_session: Callable[..., Session], bystander: Callable[[], None]
) -> None:
    session = open_session()
    join(session)
    for number in range(200):
        session.send(f"0/n{number},")
        assert session.receive() == f'4/n{number},{{"message":"Invalid namespace"}}'
    bystander()
    join(session, "/custom")
