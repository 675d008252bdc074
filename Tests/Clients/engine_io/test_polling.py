"""Messages and the end of sessions on long-polling (Engine.IO protocol v4)."""

import gzip
import socket
import struct
from urllib.parse import urlsplit

from engine_io.client import Polling, in_background, open_socket, receive, request
from support.processes import ServerProcess


def test_one_text_packet(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    answer = session.post("4hello")
    assert (answer.status, answer.text) == (200, "ok")
    assert session.packets() == ["4hello"]


def test_several_text_packets(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.post("4test1\x1e4test2\x1e4test3").text == "ok"
    assert session.packets() == ["4test1", "4test2", "4test3"]


def test_text_and_binary_packets(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.post("4hello\x1ebAQIDBA==").text == "ok"
    assert session.packets() == ["4hello", "bAQIDBA=="]


def test_text_beyond_ascii(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.post("4雨燕 🦉").text == "ok"
    assert session.packets() == ["4雨燕 🦉"]


def test_a_poll_waits_for_a_message(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    poll = in_background(lambda: Polling.packets(session))
    assert session.post("4late").text == "ok"
    assert poll.result(20) == ["4late"]


def test_large_answers_are_gzipped_for_those_who_take_it(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    text = "4" + "martlet " * 1000
    session.post(text)
    answer = request(echo_server, session.query, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert text in gzip.decompress(answer.body).decode()


def test_an_invalid_packet_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.post("abc").status == 400
    assert session.poll().status == 400


def test_an_empty_body_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.post("").status == 400
    assert session.poll().status == 400


def test_a_second_poll_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    first = in_background(session.poll)
    # Whichever of the two the server sees first is the one that waits.
    second = in_background(session.poll)
    answers = sorted([first.result(20), second.result(20)], key=lambda answer: answer.status)
    if [answer.text for answer in answers] == ["2", "2"]:
        return  # a heartbeat answered the first before the second came
    assert answers[0].status == 200
    assert answers[0].text in ("1", "2")
    assert answers[1].status == 400
    if answers[0].text == "1":
        assert session.poll().status == 400


def test_a_second_post_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    address = urlsplit(echo_server.url("/"))
    slow = socket.create_connection((address.hostname, address.port))
    head = f"POST /engine.io/{session.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n4ha"
    slow.sendall(head.encode())
    # The first is known to be under way when a second is refused.
    while True:
        answer = session.post("4x")
        if answer.status == 400:
            break
        assert answer.text == "ok"
    assert b" 400 " in slow.recv(4096)
    assert session.poll().status == 400
    slow.close()


def test_a_poll_given_up_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    address = urlsplit(echo_server.url("/"))
    given_up = socket.create_connection((address.hostname, address.port))
    given_up.sendall(f"GET /engine.io/{session.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    given_up.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    given_up.close()
    # Polls beside the one given up would end the session too: posts ask without disturbing.
    while session.post("4x").status == 200:
        pass
    assert session.poll().status == 400


def test_a_body_beyond_the_limit_is_refused(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    answer = session.post("4" + "x" * 1_000_000)
    assert answer.status == 413
    assert session.poll().status == 400


def test_a_body_at_the_limit_passes(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    text = "4" + "x" * 999_999
    assert session.post(text).text == "ok"
    assert session.packets() == [text]


def test_a_thousand_packets_in_one_body(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    packets = [f"4{number}" for number in range(1000)]
    assert session.post("\x1e".join(packets)).text == "ok"
    received: list[str] = []
    while len(received) < 1000:
        received += session.packets()
    assert received == packets


def test_pings_come_and_pongs_keep_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    for _ in range(3):
        assert session.poll().text == "2"
        assert session.post("3").text == "ok"


def test_no_pong_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    assert session.poll().text == "2"
    answer = session.poll()
    assert answer.status == 400 or answer.text == "1"
    assert session.poll().status == 400


def test_the_timeout_counts_without_any_request(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    with open_socket(echo_server) as clock:
        # Two pings of a session that opened later: 600 ms have passed.
        receive(clock)
        for _ in range(2):
            while clock.recv(timeout=20) != "2":
                pass
            clock.send("3")
    assert session.post("4x").status == 400


def test_a_close_packet_ends_the_session(echo_server: ServerProcess) -> None:
    session = Polling(echo_server)
    poll = in_background(session.poll)
    assert session.post("1").text == "ok"
    assert poll.result(20).text in ("6", "2")
    while (answer := session.poll()).text == "6":
        pass
    assert answer.status == 400
