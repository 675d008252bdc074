"""HTTP and WebSocket on one port, and on one connection."""

import urllib.request

import pytest

from support.peer import Peer, request

PLAIN = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def peer(martlet):
    with Peer(martlet.address) as connection:
        yield connection


def test_health(martlet):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(martlet.url("/healthz", "http"), timeout=10) as response:
        assert response.status == 200
        assert response.headers["content-type"].startswith("application/json")
        assert response.read() == b'{"status":"ok"}'


def test_several_requests_on_one_connection(peer):
    for _ in range(3):
        peer.send(PLAIN)
        assert peer.read_response().status == 200


def test_requests_in_one_packet(peer):
    peer.send(PLAIN * 3)
    assert [peer.read_response().status for _ in range(3)] == [200, 200, 200]


def test_an_upgrade_as_the_second_request(peer):
    peer.send(PLAIN)
    assert peer.read_response().status == 200
    peer.upgrade("/ws")


def test_an_upgrade_glued_to_the_first_request(peer):
    head = request("/ws")
    peer.send(PLAIN + head)
    assert peer.read_response().status == 200
    peer.accept_upgrade(head)


@pytest.mark.parametrize("protocol", ["h2c", "TLS/1.0", "h2c, foo"])
def test_another_upgrade_is_answered_and_the_connection_goes_on(peer, protocol):
    asking = f"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: {protocol}\r\n\r\n"
    for _ in range(2):
        peer.send(asking.encode())
        assert peer.read_response().status == 200
    peer.send(PLAIN)
    assert peer.read_response().status == 200
    peer.upgrade("/ws")


@pytest.mark.parametrize(("changes", "status"), [({"sec_websocket_version": "12"}, 426), ({"method": "POST"}, 405)])
def test_a_bad_upgrade_as_the_second_request(peer, changes, status):
    peer.send(PLAIN)
    assert peer.read_response().status == 200
    peer.send(request("/ws", **changes))
    assert peer.read_response().status == status


def test_the_socket_without_an_upgrade(peer):
    peer.send(b"GET /ws HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert peer.read_response().status in (400, 426)


def test_an_unknown_path(peer):
    peer.send(b"GET /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    assert peer.read_response().status == 404


def test_the_page_is_there(peer):
    peer.send(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
    response = peer.read_response()
    assert response.status == 200
    assert response.fields["content-type"].startswith("text/html")
    assert b"<html" in response.body


def test_pages_of_this_server_may_connect_and_others_not(martlet):
    with Peer(martlet.address) as own:
        own.upgrade("/ws", host=f"127.0.0.1:{martlet.port}", origin=f"http://127.0.0.1:{martlet.port}")
    with Peer(martlet.address) as other:
        other.send(request("/ws", host=f"127.0.0.1:{martlet.port}", origin="https://evil.example"))
        refusal = other.read_response()
        assert refusal.status == 403
        assert b"allow-origin" in refusal.body


def test_a_page_that_is_allowed_by_name(start_martlet):
    server = start_martlet("--allow-origin", "https://friend.example")
    with Peer(server.address) as friend:
        friend.upgrade("/ws", origin="https://friend.example")
    with Peer(server.address) as other:
        other.send(request("/ws", origin="https://evil.example"))
        assert other.read_response().status == 403
