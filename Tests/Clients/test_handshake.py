"""The opening handshake (RFC 6455 §4.2) by raw requests: what is taken, and what is refused and why."""

import pytest

from support.clients import dial
from support.peer import Peer, request


@pytest.mark.parametrize(
    "changes",
    [
        {"upgrade": "WebSocket"},
        {"upgrade": "h2c, websocket"},
        {"connection": "upgrade"},
        {"connection": "keep-alive, Upgrade"},
        {"connection": "keep-alive ,\t UPGRADE"},
        {"sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAA=="},
        {"host": "localhost"},
        {"x_other": "ü"},
    ],
    ids=str,
)
def test_accepted(echo_server, changes):
    with Peer(echo_server.address) as peer:
        peer.upgrade(**changes)
        peer.check_echo()


def test_names_of_fields_have_no_case(echo_server):
    with Peer(echo_server.address) as peer:
        head = request()
        shouted = head.replace(b"upgrade:", b"UPGRADE:").replace(b"sec-websocket-version", b"Sec-WebSocket-VERSION")
        peer.send(shouted)
        peer.accept_upgrade(head)
        peer.check_echo()


REFUSED = {
    "POST": (request(method="POST"), {405}),
    "HEAD": (request(method="HEAD"), {405}),
    "version 12": (request(sec_websocket_version="12"), {426}),
    "version 8": (request(sec_websocket_version="8"), {426}),
    "version 013": (request(sec_websocket_version="013"), {426}),
    "no version": (request(without="sec_websocket_version"), {400, 426}),
    "no key": (request(without="sec_websocket_key"), {400}),
    "empty key": (request(sec_websocket_key=""), {400}),
    "a key of 15 bytes": (request(sec_websocket_key="AAAAAAAAAAAAAAAAAAAA"), {400}),
    "a key of 17 bytes": (request(sec_websocket_key="AAAAAAAAAAAAAAAAAAAAAAA="), {400}),
    "a key that is not base64": (request(sec_websocket_key="!" * 22 + "=="), {400}),
    "two keys": (
        request().replace(b"host:", b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nhost:"),
        {400},
    ),
    "no host": (request(without="host"), {400}),
    "HTTP/1.0": (request(version="HTTP/1.0"), {400, 426, 505}),
    "a body": (request(content_length="5") + b"hello", {400}),
    "a subprotocol that is no token": (request(sec_websocket_protocol="a b"), {400}),
    "an extension without a name": (request(sec_websocket_extensions="; x"), {400}),
    "an extension with an open quote": (request(sec_websocket_extensions='permessage-deflate; a="'), {400}),
    "a space before the colon": (request().replace(b"host:", b"host :"), {400}),
    "a folded field": (request().replace(b"host:", b"x: a\r\n b\r\nhost:"), {400}),
    "a zero byte": (request(x_zero="a\0b"), {400}),
    "one word": (b"junk\r\n\r\n", {400}),
    "the hello of TLS": (b"\x16\x03\x01\x00\x05hello\r\n\r\n", {400}),
    "HTTP/2 with prior knowledge": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405, 426, 505}),
    "2,000 fields": (request(**{f"x_{number}": "v" for number in range(2_000)}), {400, 431}),
    "a field of 64 KiB": (request(x_long="v" * 65_536), {400, 431}),
    "a path of 64 KiB": (request("/" + "p" * 65_536), {400, 414, 431}),
    "32,768 spaces for subprotocols": (request(sec_websocket_protocol="a" + " " * 32_768 + "b"), {400, 431}),
    "15,000 spaces for subprotocols": (request(sec_websocket_protocol="a" + " " * 15_000 + "b"), {400}),
    "15,000 commas for extensions": (request(sec_websocket_extensions="," * 15_000 + "="), {400}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "statuses"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(echo_server, bystander, data, statuses):
    with Peer(echo_server.address) as peer:
        peer.send_until_ended(data)
        response = peer.read_response()
        assert response.status in statuses
        # Behind a refusal the stream ends: what follows it can't be told from a frame.
        peer.drain()


def test_an_empty_line_before_the_request_may_be_ignored(echo_server, bystander):
    # RFC 9112 §2.2 asks for it, but 400 harms nobody either.
    with Peer(echo_server.address) as peer:
        peer.send(b"\r\n" + request())
        assert peer.read_response().status in (101, 400)


@pytest.mark.parametrize("case", ["POST", "version 12", "no key", "no host", "a body", "two keys"])
def test_the_body_says_why(echo_server, case):
    data, _ = REFUSED[case]
    with Peer(echo_server.address) as peer:
        peer.send(data)
        response = peer.read_response()
        assert response.fields["content-type"].startswith("text/plain")
        assert len(response.body.decode().split()) >= 3


def test_405_names_the_method_and_426_the_version(echo_server):
    with Peer(echo_server.address) as peer:
        peer.send(request(method="POST"))
        assert peer.read_response().fields["allow"] == "GET"
    with Peer(echo_server.address) as peer:
        peer.send(request(sec_websocket_version="12"))
        assert peer.read_response().fields["sec-websocket-version"] == "13"


@pytest.mark.parametrize("offered", [["chat"], ["chat", "superchat"], ["echo-protocol"]])
def test_a_subprotocol_is_chosen_only_from_the_offer(echo_server, offered):
    # `websockets` fails the handshake on any other answer.
    with dial(echo_server.url("/echo"), subprotocols=offered) as socket:
        socket.send("on")
        assert socket.recv(timeout=5) == "on"


def test_no_subprotocol_is_invented(echo_server):
    with Peer(echo_server.address) as peer:
        assert "sec-websocket-protocol" not in peer.upgrade().fields


def test_an_unknown_path_is_no_websocket(echo_server, bystander):
    with Peer(echo_server.address) as peer:
        peer.send(request("/nowhere"))
        assert peer.read_response().status == 404
