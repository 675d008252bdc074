"""The closing handshake (RFC 6455 §7), begun by the client and answered by the server."""

import pytest

from support.clients import dial
from support.frames import BINARY, CLOSE, PING, TEXT, close_frame, frame, header
from support.peer import Peer

ALLOWED = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
FORBIDDEN = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]


@pytest.mark.parametrize("code", ALLOWED)
def test_the_code_is_sent_back(echo_server, code):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(close_frame(code, "Tschüss".encode()))
        assert peer.read_frame().close_code == code
        peer.expect_end()


def test_no_code_is_answered_by_no_code_or_1000(echo_server):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(close_frame())
        answer = peer.read_frame()
        assert answer.opcode == CLOSE
        assert answer.close_code in (None, 1000)
        peer.expect_end()


@pytest.mark.parametrize("code", FORBIDDEN)
def test_a_code_that_must_not_be_sent(echo_server, bystander, code):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(close_frame(code))
        peer.expect_close(1002)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"\x03", 1002),
        (b"\x03\xe8" + bytes([0xCE, 0xBA, 0xE1]), 1007),
        (b"\x03\xe8" + bytes(124), 1002),
    ],
    ids=["one byte", "reason that is not UTF-8", "126 bytes"],
)
def test_a_bad_close_frame(echo_server, bystander, payload, code):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(CLOSE, payload))
        peer.expect_close(code)


def test_a_reason_of_123_bytes_is_allowed(echo_server):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(close_frame(1000, b"r" * 123))
        assert peer.read_frame().close_code == 1000


def test_what_was_sent_before_the_close_is_answered(echo_server):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(TEXT, b"first") + frame(BINARY, b"second") + close_frame(1000))
        assert [peer.read_frame().payload for _ in range(2)] == [b"first", b"second"]
        assert peer.read_frame().close_code == 1000
        peer.expect_end()


@pytest.mark.parametrize("late", [frame(TEXT, b"late"), frame(PING, b"late"), close_frame(1001), frame(0x3)])
def test_what_comes_behind_the_close_is_ignored(echo_server, bystander, late):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(close_frame(1000) + late)
        assert peer.read_frame().close_code == 1000
        peer.expect_end()


def test_close_between_fragments(echo_server):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(TEXT, b"half", fin=False) + close_frame(1000))
        assert peer.read_frame().close_code == 1000
        peer.expect_end()


def test_the_end_of_the_stream_without_a_close_frame(echo_server, bystander):
    with Peer.upgraded(echo_server.address) as peer:
        peer.finish_sending()
        peer.drain()


def test_the_end_of_the_stream_inside_a_frame(echo_server, bystander):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(header(BINARY, 1_000) + b"not all of it")
        peer.finish_sending()
        peer.drain()


def test_websockets_closes_cleanly(echo_server):
    with dial(echo_server.url("/echo")) as socket:
        socket.close(4321, "Grüße")
    assert socket.close_code == 4321
    assert socket.protocol.close_rcvd.code == 4321
