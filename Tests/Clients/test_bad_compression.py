"""Compressed frames that break RFC 7692, and bombs."""

import os
import zlib
from collections.abc import Iterator

import pytest

from support.frames import BINARY, CONTINUATION, PING, RSV1, RSV2, TEXT, frame, header, masked
from support.peer import FLUSH_TAIL, Peer

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


def deflated(data: bytes) -> bytes:
    """RFC 7692 §7.2.1."""
    deflater = zlib.compressobj(wbits=-15)
    return (deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH)).removesuffix(FLUSH_TAIL)


def bomb(size: int) -> bytes:
    """Zeros that inflate to `size` bytes, a thousandth of that long: one piece that needs no window, repeated."""
    deflater = zlib.compressobj(9, wbits=-15)
    piece = deflater.compress(bytes(16 * MEBIBYTE)) + deflater.flush(zlib.Z_FULL_FLUSH)
    return (piece * (size // (16 * MEBIBYTE))).removesuffix(FLUSH_TAIL)


@pytest.fixture
def compressed(echo_server) -> Iterator[Peer]:
    """A raw connection on which compression is agreed."""
    with Peer(echo_server.address) as peer:
        response = peer.upgrade(sec_websocket_extensions="permessage-deflate")
        assert response.fields["sec-websocket-extensions"].startswith("permessage-deflate")
        yield peer


def test_a_compressed_message(compressed):
    compressed.send(frame(TEXT, deflated(b"hello"), rsv=RSV1))
    assert compressed.read_message() == b"hello"


def test_an_uncompressed_message_is_still_allowed(compressed):
    compressed.check_echo()


def test_a_message_compressed_to_an_end_and_not_flushed(compressed):
    # RFC 7692 §7.2.3.4: a block with BFINAL is allowed, a zero byte behind it makes room for the tail.
    deflater = zlib.compressobj(wbits=-15)
    compressed.send(frame(TEXT, deflater.compress(b"final") + deflater.flush() + b"\x00", rsv=RSV1))
    assert compressed.read_message() == b"final"


VIOLATIONS = {
    "RSV1 on a continuation": (
        frame(TEXT, deflated(b"a"), rsv=RSV1, fin=False) + frame(CONTINUATION, b"", rsv=RSV1), 1002,
    ),
    "RSV1 on a ping": (frame(PING, deflated(b"a"), rsv=RSV1), 1002),
    "RSV2 beside RSV1": (frame(TEXT, deflated(b"a"), rsv=RSV1 | RSV2), 1002),
    "data that is not deflate": (frame(BINARY, b"\xff" * 20, rsv=RSV1), 1007),
    "a reference before the beginning": (frame(BINARY, b"\x02\x02\x00", rsv=RSV1), 1007),
    "text that inflates to bad UTF-8": (frame(TEXT, deflated(b"ok \xff"), rsv=RSV1), 1007),
    "text that inflates to half a character": (frame(TEXT, deflated("北".encode()[:2]), rsv=RSV1), 1007),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_violation(compressed, bystander, data, code):
    compressed.send(data)
    compressed.expect_close(code)


@pytest.fixture(scope="module")
def gibibyte() -> bytes:
    return bomb(GIBIBYTE)


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_a_bomb_costs_no_more_than_the_limit(echo_server, compressed, bystander, gibibyte, opcode):
    assert len(gibibyte) < 2 * MEBIBYTE
    before = echo_server.reset_peak_memory()
    compressed.send_until_ended(frame(opcode, gibibyte, rsv=RSV1))
    bystander()
    compressed.expect_close(1009)
    assert echo_server.peak_memory() - before < 64 * MEBIBYTE


def test_a_bomb_in_fragments(echo_server, compressed, bystander, gibibyte):
    before = echo_server.reset_peak_memory()
    pieces = [gibibyte[start : start + 4_096] for start in range(0, len(gibibyte), 4_096)]
    compressed.send_until_ended(frame(BINARY, pieces[0], rsv=RSV1, fin=False))
    for piece in pieces[1:]:
        if compressed.has_input() or not compressed.send_until_ended(frame(CONTINUATION, piece, fin=False)):
            break
    compressed.expect_close(1009)
    assert echo_server.peak_memory() - before < 64 * MEBIBYTE


def test_the_largest_message_inflates(compressed):
    # At the limit of 16 MiB exactly, then one byte beyond.
    compressed.send(frame(BINARY, bomb(16 * MEBIBYTE), rsv=RSV1))
    assert compressed.read_message() == bytes(16 * MEBIBYTE)
    compressed.send(frame(BINARY, deflated(bytes(16 * MEBIBYTE + 1)), rsv=RSV1))
    compressed.expect_close(1009)


def test_bad_text_fails_before_its_frame_is_whole(compressed, bystander):
    # Incompressible after the bad byte, so that a fair part of the frame is still to come.
    data = deflated(b"\xff" + os.urandom(100_000))
    compressed.send(header(TEXT, len(data), rsv=RSV1) + masked(data[:60_000]))
    compressed.expect_close(1007)
