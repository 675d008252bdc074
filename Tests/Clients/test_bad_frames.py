"""Frames that break RFC 6455: each closes its own connection with the right code, and no other."""

import pytest

from support.frames import BINARY, CLOSE, CONTINUATION, PING, PONG, RSV1, RSV2, RSV3, TEXT, frame, header, masked
from support.peer import Peer, request

MEBIBYTE = 1 << 20
LIMIT = 16 * MEBIBYTE

VIOLATIONS = {
    # §5.2, reserved bits; RSV1 is a compressed frame where no compression was agreed.
    "RSV1 without negotiation": (frame(TEXT, b"x", rsv=RSV1), 1002),
    "RSV2": (frame(TEXT, b"x", rsv=RSV2), 1002),
    "RSV3": (frame(TEXT, b"x", rsv=RSV3), 1002),
    "all reserved bits": (frame(BINARY, b"x", rsv=RSV1 | RSV2 | RSV3), 1002),
    "RSV1 on a ping": (frame(PING, b"x", rsv=RSV1), 1002),
    "RSV2 on a close": (frame(CLOSE, b"\x03\xe8", rsv=RSV2), 1002),
    # §5.2, opcodes.
    **{f"opcode {code:#x}": (frame(code, b"x"), 1002) for code in (*range(0x3, 0x8), *range(0xB, 0x10))},
    "reserved opcode without payload": (frame(0xF), 1002),
    # §5.2, lengths.
    "64-bit length with the top bit": (header(BINARY, 1 << 63 | 5, width=8), 1002),
    "64-bit length, all ones": (header(BINARY, (1 << 64) - 1, width=8), 1002),
    "16-bit length that fits into 7": (frame(BINARY, b"12345", width=2), 1002),
    "64-bit length that fits into 7": (frame(BINARY, b"12345", width=8), 1002),
    "64-bit length that fits into 16": (frame(BINARY, bytes(200), width=8), 1002),
    "a length of 2^62": (header(BINARY, 1 << 62, width=8), 1009),
    "a length one above the limit": (header(TEXT, LIMIT + 1), 1009),
    # §5.1, masking.
    "unmasked text": (frame(TEXT, b"x", mask=None), 1002),
    "unmasked empty binary": (frame(BINARY, mask=None), 1002),
    "unmasked ping": (frame(PING, mask=None), 1002),
    "unmasked close": (frame(CLOSE, b"\x03\xe8", mask=None), 1002),
    # §5.5, control frames.
    "ping of 126 bytes": (frame(PING, bytes(126)), 1002),
    "pong of 126 bytes": (frame(PONG, bytes(126)), 1002),
    "ping of 64 KiB": (header(PING, 1 << 16), 1002),
    "close of 126 bytes": (frame(CLOSE, b"\x03\xe8" + b"r" * 124), 1002),
    "ping with a 16-bit length": (frame(PING, b"12345", width=2), 1002),
    "fragmented ping": (frame(PING, b"x", fin=False), 1002),
    "fragmented close": (frame(CLOSE, b"\x03\xe8", fin=False), 1002),
    # §5.4, fragments.
    "continuation of nothing": (frame(CONTINUATION, b"x"), 1002),
    "continuation behind a whole message": (frame(CONTINUATION, b"x", fin=False), 1002),
    "text inside a text": (frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"), 1002),
    "binary inside a text": (frame(TEXT, b"a", fin=False) + frame(BINARY, b"b", fin=False), 1002),
    "fragments one above the limit": (frame(BINARY, bytes(100), fin=False) + header(CONTINUATION, LIMIT - 99), 1009),
    # §8.1, UTF-8.
    "text that is not UTF-8": (frame(TEXT, b"\xff"), 1007),
    "text with a surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "text in overlong form": (frame(TEXT, b"\xc0\xaf"), 1007),
    "text beyond U+10FFFF": (frame(TEXT, b"\xf4\x90\x80\x80"), 1007),
    "text that ends inside a character": (frame(TEXT, "北".encode()[:2]), 1007),
    "a character broken off at a fragment": (
        frame(TEXT, "北".encode()[:2], fin=False) + frame(CONTINUATION, b"a", fin=False),
        1007,
    ),
    "bad text before the rest of its frame": (header(TEXT, 100) + masked(b"ok\xff"), 1007),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_violation(echo_server, bystander, data, code):
    with Peer.upgraded(echo_server.address) as peer:
        peer.check_echo("fine so far")
        peer.send(data)
        peer.expect_close(code)


@pytest.mark.parametrize(("data", "code"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_violation_glued_to_the_upgrade(echo_server, bystander, data, code):
    with Peer(echo_server.address) as peer:
        head = request()
        peer.send(head + data)
        peer.accept_upgrade(head)
        peer.expect_close(code)


def test_nothing_is_read_behind_a_violation(echo_server, bystander):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(TEXT, b"x", rsv=RSV2) + frame(TEXT, b"must not come back") * 100)
        assert peer.read_frame().close_code == 1002
        peer.expect_end()


def test_good_messages_before_a_violation_are_answered(echo_server, bystander):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(TEXT, b"good") + frame(0x3))
        assert peer.read_frame().payload == b"good"
        peer.expect_close(1002)


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_endless_empty_fragments(echo_server, bystander, opcode):
    before = echo_server.reset_peak_memory()
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(opcode, fin=False))
        batch = frame(CONTINUATION, fin=False) * 10_000
        # Each fragment is charged 16 bytes, so that a million of them reaches the limit.
        sent = 0
        while not peer.has_input() and peer.send_until_ended(batch):
            sent += 10_000
            assert sent < 3_000_000, "empty fragments are free"
        bystander()
        peer.expect_close(1009)
    assert echo_server.peak_memory() - before < 32 * MEBIBYTE


def test_many_tiny_fragments_below_the_limit(echo_server, bystander):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(BINARY, b"x", fin=False) + frame(CONTINUATION, b"x", fin=False) * 99_998)
        peer.send(frame(CONTINUATION, b"x"))
        assert peer.read_frame().payload == b"x" * 100_000


def test_control_frames_between_fragments(echo_server):
    with Peer.upgraded(echo_server.address) as peer:
        peer.send(frame(TEXT, b"one ", fin=False) + frame(PING, b"between") + frame(CONTINUATION, b"two"))
        answers = [peer.read_frame() for _ in range(2)]
        assert {(answer.opcode, answer.payload) for answer in answers} == {(PONG, b"between"), (TEXT, b"one two")}
