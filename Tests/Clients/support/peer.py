"""A client on a raw TCP connection, free to send any bytes at all."""

import base64
import hashlib
import os
import socket
import struct
import zlib
from dataclasses import dataclass
from typing import Self

from support.frames import BINARY, CLOSE, RSV1, TEXT, Frame, close_frame, frame

PATIENCE = 15.0
ACCEPT_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
FLUSH_TAIL = b"\x00\x00\xff\xff"


class Ended(Exception):
    """The server has closed the connection."""


@dataclass(frozen=True)
class Response:
    """An HTTP response; the names of its fields in lower case."""

    status: int
    fields: dict[str, str]
    body: bytes


def request(
    path: str = "/echo", *, method: str = "GET", version: str = "HTTP/1.1", without: str = "", **changes: str
) -> bytes:
    """A good request for a WebSocket, or one with some fields changed (`sec_websocket_key="…"`) or left out."""
    fields = {
        "host": "127.0.0.1",
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec_websocket_version": "13",
        "sec_websocket_key": base64.b64encode(os.urandom(16)).decode(),
    } | changes
    fields.pop(without, None)
    lines = [f"{method} {path} {version}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


class Peer:
    """One connection. Every wait ends after `PATIENCE` at the latest, with `TimeoutError`."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = bytearray()
        self._inflater = zlib.decompressobj(-15)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    @classmethod
    def upgraded(cls, address: tuple[str, int], path: str = "/echo", **changes: str) -> Self:
        """A connection behind a good handshake."""
        peer = cls(address)
        peer.upgrade(path, **changes)
        return peer

    def upgrade(self, path: str = "/echo", **changes: str) -> Response:
        """Opens the WebSocket and checks the server's proof (RFC 6455 §4.2.2)."""
        head = request(path, **changes)
        self.send(head)
        return self.accept_upgrade(head)

    def accept_upgrade(self, head: bytes) -> Response:
        """Reads the answer to a request that was sent."""
        response = self.read_response()
        assert response.status == 101, f"refused: {response}"
        key = next(line for line in head.split(b"\r\n") if line.startswith(b"sec-websocket-key: ")).split()[1]
        proof = base64.b64encode(hashlib.sha1(key + ACCEPT_SUFFIX).digest()).decode()
        assert response.fields["sec-websocket-accept"] == proof
        assert response.fields["upgrade"].lower() == "websocket"
        assert response.fields["connection"].lower() == "upgrade"
        return response

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def send_until_ended(self, data: bytes) -> bool:
        """Sends, unless the server has had enough; says whether it took the bytes."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def has_input(self) -> bool:
        """Whether something came that isn't read yet, the end included."""
        if self._input:
            return True
        self.socket.setblocking(False)
        try:
            self.socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            pass
        finally:
            self.socket.settimeout(PATIENCE)
        return True

    def read_response(self) -> Response:
        """Reads one HTTP response with its body."""
        head = self._read_to(b"\r\n\r\n").decode("latin-1")
        first, *lines = head.split("\r\n")[:-2]
        fields = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        status = int(first.split()[1])
        if fields.get("transfer-encoding") == "chunked":
            return Response(status, fields, self._read_chunks())
        return Response(status, fields, self._read(0 if status == 101 else int(fields.get("content-length", 0))))

    def read_frame(self) -> Frame:
        first, second = self._read(2)
        assert not second & 0x80, "a server must not mask (RFC 6455 §5.1)"
        length = second & 0x7F
        if length > 125:
            length = int.from_bytes(self._read(2 if length == 126 else 8), "big")
        return Frame(first & 0xF, self._read(length), bool(first & 0x80), first >> 4 & 0x7)

    def read_message(self) -> bytes:
        """The payload of one unfragmented message, inflated where it came compressed (RFC 7692 §7.2.2)."""
        message = self.read_frame()
        assert message.fin and message.opcode in (TEXT, BINARY), message
        if not message.rsv & RSV1:
            return message.payload
        return self._inflater.decompress(message.payload + FLUSH_TAIL)

    def check_echo(self, text: str = "still here") -> None:
        self.send(frame(TEXT, text.encode()))
        assert self.read_message() == text.encode()

    def expect_close(self, code: int | None) -> Frame:
        """Reads up to the server's close frame, answers it, and reads the end of the stream behind it."""
        while (last := self.read_frame()).opcode != CLOSE:
            pass
        assert last.close_code == code, last
        self.send_until_ended(close_frame(last.close_code))
        self.expect_end()
        return last

    def expect_end(self) -> None:
        """Nothing but the end of the stream is left."""
        try:
            rest = self._read(1)
        except Ended:
            return
        raise AssertionError(f"more after the end: {rest + self._input!r}")

    def drain(self) -> bytes:
        """Everything up to the end of the stream."""
        try:
            while True:
                self._fill()
        except Ended:
            return bytes(self._input)

    def finish_sending(self) -> None:
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Ends the connection by RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _fill(self) -> None:
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Ended(f"the server closed the connection after {bytes(self._input)!r}")
        self._input += data

    def _read(self, count: int) -> bytes:
        while len(self._input) < count:
            self._fill()
        data = bytes(self._input[:count])
        del self._input[:count]
        return data

    def _read_to(self, mark: bytes) -> bytes:
        while (end := self._input.find(mark)) < 0:
            self._fill()
        return self._read(end + len(mark))

    def _read_chunks(self) -> bytes:
        body = b""
        while size := int(self._read_to(b"\r\n"), 16):
            body += self._read(size)
            self._read(2)
        self._read(2)
        return body
