"""`martlet serve` as an operator sees it: start, stop, and windows that vanish."""

import json
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed

from support.chat import Guest
from support.frames import TEXT, frame
from support.peer import Peer
from support.processes import binary

JOIN = {"event": "join", "data": {"channel": "room:lobby", "name": "Bob", "avatar": "🦊"}, "id": 1}


def test_sigterm_tells_every_window_and_ends_well(start_martlet):
    server = start_martlet()
    guests = [Guest.at(server) for _ in range(20)]
    for guest in guests:
        guest.join("room:lobby")
    server.interrupt()

    def code_of_end(guest: Guest) -> int:
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                guest.receive()
        return closed.value.rcvd.code

    with ThreadPoolExecutor(len(guests)) as pool:
        assert list(pool.map(code_of_end, guests)) == [1001] * len(guests)
    assert server.exit_code() == 0


def test_sigterm_with_nobody_there(start_martlet):
    server = start_martlet()
    server.interrupt()
    assert server.exit_code() == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(server.address, timeout=5)


def test_sigterm_does_not_wait_for_the_silent(start_martlet):
    """A peer that never answers the close frame, one that never sent a request, and an idle HTTP connection."""
    server = start_martlet()
    with Peer.upgraded(server.address, "/ws"), Peer(server.address), Peer(server.address) as http:
        http.send(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        assert http.read_response().status == 200
        server.interrupt()
        assert server.exit_code() == 0


def test_a_port_that_is_taken_is_named(martlet, tmp_path):
    command = [binary("MARTLET_BIN", "martlet"), "serve", "--port", str(martlet.port), "--data", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode != 0
    assert str(martlet.port) in done.stderr


def test_a_window_that_vanishes_is_missed(start_martlet):
    """No FIN and no RST: a cut cable. Only the heartbeat can tell."""
    server = start_martlet(MARTLET_PING_INTERVAL="0.2", MARTLET_PING_TIMEOUT="0.5")
    with Guest.at(server) as guest, Peer.upgraded(server.address, "/ws") as vanished:
        guest.join("room:lobby")
        vanished.send(frame(TEXT, json.dumps(JOIN).encode()))
        gone = guest.event("joined")["member"]
        # `vanished` stays connected and is silent from here on; `guest` answers every ping.
        left = guest.event("left")
        assert left == {"channel": "room:lobby", "id": gone["id"], "reason": "lost", "count": 1}
        assert guest.say("room:lobby", "poor Bob")


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version(flag):
    done = subprocess.run([binary("MARTLET_BIN", "martlet"), flag], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_an_unknown_flag_is_an_error():
    command = [binary("MARTLET_BIN", "martlet"), "serve", "--no-such-flag"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 64
    assert "--no-such-flag" in done.stderr


def test_only_the_loopback_is_listened_to(martlet):
    # 127.0.0.1 is one address of the loopback; the wildcard would take them all.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", martlet.port), timeout=5)
