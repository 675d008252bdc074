"""Peers that reset, stall, drip, flood or never read; the others must not notice."""

import resource
import selectors
import socket
import time
from contextlib import ExitStack

import pytest

from support.frames import BINARY, PING, RSV2, TEXT, Frame, frame, header
from support.peer import Peer, request

MEBIBYTE = 1 << 20
# The design gives a handshake 10 seconds.
HANDSHAKE_SECONDS = 10

HEADS = {
    "no key": request(without="sec_websocket_key"),
    "POST": request(method="POST"),
    "version 12": request(sec_websocket_version="12"),
    "a good upgrade": request(),
    "a good upgrade and a bad frame": request() + frame(TEXT, b"x", rsv=RSV2),
    "half a head": request()[:60],
    "nothing": b"",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_reset_right_behind(echo_server, bystander, head):
    for _ in range(50):
        peer = Peer(echo_server.address)
        peer.send(head)
        peer.reset()
    bystander()


@pytest.mark.parametrize("data", [b"", header(BINARY, 1_000) + b"half", frame(TEXT, b"a" * 100_000) * 20])
def test_a_reset_of_an_open_socket(echo_server, bystander, data):
    for _ in range(20):
        peer = Peer.upgraded(echo_server.address)
        peer.send(data)
        peer.reset()


def test_one_byte_at_a_time(echo_server, bystander):
    head = request()
    with Peer(echo_server.address) as peer:
        for byte in head:
            peer.send(bytes([byte]))
        peer.accept_upgrade(head)
        text = "Stück für Stück 🦉" * 20
        for byte in frame(TEXT, text.encode()) + frame(PING, b"drip"):
            peer.send(bytes([byte]))
        assert peer.read_frame() == Frame(TEXT, text.encode())
        assert peer.read_frame().payload == b"drip"


def test_handshakes_without_end_are_given_up(echo_server, bystander):
    """Some never say a word or fall silent, and one drips on, a field at a time."""
    began = time.monotonic()
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for head in (b"", request()[:60], b"\r\n" * 4):
            silent = stack.enter_context(Peer(echo_server.address))
            silent.send(head)
            selector.register(silent.socket, selectors.EVENT_READ)
        dripping = stack.enter_context(Peer(echo_server.address))
        dripping.send(request().removesuffix(b"\r\n"))
        selector.register(dripping.socket, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(0.2):
                selector.unregister(key.fileobj)
            dripping.send_until_ended(b"x: y\r\n")
            assert time.monotonic() - began < HANDSHAKE_SECONDS + 10, "a handshake may take forever"


def test_half_open_sockets_hold_nobody_up(echo_server, bystander):
    """Peers that vanish without a word, at every stage."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4_096), hard))
    stages = [b"", request()[:60], request(), request() + header(BINARY, 1_000) + b"half"]
    peers = []
    try:
        for number in range(400):
            peers.append(Peer(echo_server.address))
            peers[-1].send(stages[number % len(stages)])
        bystander()
        with Peer.upgraded(echo_server.address) as late:
            late.check_echo()
    finally:
        for peer in peers:
            peer.socket.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("opcode", [BINARY, PING], ids=["messages", "pings"])
def test_a_peer_that_never_reads_costs_a_bounded_memory(echo_server, bystander, opcode):
    data = frame(opcode, bytes(65_536)) * 16 if opcode == BINARY else frame(PING, bytes(125)) * 8_000
    before = echo_server.reset_peak_memory()
    with Peer.upgraded(echo_server.address) as peer:
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        sent = 0
        # Either the server hangs up or it stops reading, so that a send takes forever.
        peer.socket.settimeout(2)
        try:
            while peer.send_until_ended(data):
                sent += len(data)
                assert sent < 512 * MEBIBYTE, "everything is kept for a peer that never reads"
        except TimeoutError:
            pass
        bystander()
    # TestServer keeps up to 64 MiB for a slow peer.
    assert echo_server.peak_memory() - before < 160 * MEBIBYTE


def test_a_flood_of_bad_connections(echo_server, bystander):
    for _ in range(200):
        with Peer(echo_server.address) as peer:
            head = request()
            peer.send(head + frame(TEXT, b"x", rsv=RSV2))
            peer.accept_upgrade(head)
            assert peer.read_frame().close_code == 1002
    bystander()
