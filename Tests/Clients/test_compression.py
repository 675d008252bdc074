"""permessage-deflate (RFC 7692) with Python's `websockets`, and what raw requests are offered."""

import os

import pytest
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from support.clients import dial
from support.peer import Peer

MESSAGES = [
    "",
    "short",
    "compressible " * 10_000,
    "北京" * 700,
    os.urandom(5_000),
    bytes(100_000),
    os.urandom(2).hex() * 600,
]


def offers() -> list[dict]:
    """Every combination of contexts and window sizes that a client can ask for."""
    return [
        {
            "server_no_context_takeover": server_forgets,
            "client_no_context_takeover": client_forgets,
            "server_max_window_bits": server_bits,
            "client_max_window_bits": client_bits,
        }
        for server_forgets in (False, True)
        for client_forgets in (False, True)
        for server_bits in (None, 9, 12, 15)
        for client_bits in (None, True, 9, 15)
    ]


def name(offer: dict) -> str:
    return "-".join(str(value) for value in offer.values())


@pytest.mark.parametrize("offer", offers(), ids=name)
def test_echo_with(echo_server, offer):
    extensions = [ClientPerMessageDeflateFactory(**offer)]
    url = echo_server.url("/echo")
    with dial(url, compression=None, extensions=extensions, max_size=None) as socket:
        # `websockets` itself refuses an answer that doesn't keep to the offer.
        (agreed,) = socket.protocol.extensions
        assert agreed.name == "permessage-deflate"
        if offer["server_no_context_takeover"]:
            assert agreed.remote_no_context_takeover
        assert agreed.remote_max_window_bits <= (offer["server_max_window_bits"] or 15)
        # Twice: the second time, a window that is kept has seen it all.
        for message in MESSAGES * 2:
            socket.send(message)
            assert socket.recv(timeout=10) == message


def test_fragments_are_compressed_as_one_message(echo_server):
    with dial(echo_server.url("/echo")) as socket:
        pieces = ["fragment " * 500, "", "and another " * 500]
        socket.send(iter(pieces))
        assert socket.recv(timeout=5) == "".join(pieces)


def test_without_an_offer_nothing_is_compressed(echo_server):
    with Peer(echo_server.address) as peer:
        assert "sec-websocket-extensions" not in peer.upgrade().fields


DECLINED = [
    "permessage-deflate; server_max_window_bits=7",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; server_max_window_bits=0",
    "permessage-deflate; server_max_window_bits=-9",
    "permessage-deflate; server_max_window_bits=09",
    "permessage-deflate; server_max_window_bits=99999999999999999999",
    "permessage-deflate; server_max_window_bits=ten",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; client_max_window_bits=7",
    "permessage-deflate; client_max_window_bits=16",
    "permessage-deflate; client_max_window_bits=08",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; client_no_context_takeover=true",
    "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
    "permessage-deflate; unheard_of",
    # zlib can't compress with a window of 256 bytes (RFC 7692 §7.1.2.1 allows to decline).
    "permessage-deflate; server_max_window_bits=8",
    "x-webkit-deflate-frame",
    "permessage-bzip2",
]


@pytest.mark.parametrize("offer", DECLINED)
def test_declined(echo_server, bystander, offer):
    with Peer(echo_server.address) as peer:
        assert "sec-websocket-extensions" not in peer.upgrade(sec_websocket_extensions=offer).fields
        peer.check_echo()


@pytest.mark.parametrize("bad", DECLINED)
def test_the_next_offer_is_taken_instead(echo_server, bad):
    with Peer(echo_server.address) as peer:
        response = peer.upgrade(sec_websocket_extensions=f"{bad}, permessage-deflate; server_max_window_bits=11")
        agreed = {part.strip() for part in response.fields["sec-websocket-extensions"].split(";")}
        assert "permessage-deflate" in agreed
        assert "server_max_window_bits=11" in agreed


@pytest.mark.parametrize(
    "offer",
    [
        "permessage-deflate",
        'permessage-deflate; server_max_window_bits="10"',
        "permessage-deflate ;\tserver_no_context_takeover",
        "permessage-deflate; client_max_window_bits=8",
    ],
)
def test_accepted(echo_server, offer):
    with Peer(echo_server.address) as peer:
        response = peer.upgrade(sec_websocket_extensions=offer)
        assert response.fields["sec-websocket-extensions"].lower().startswith("permessage-deflate")
        peer.check_echo()
