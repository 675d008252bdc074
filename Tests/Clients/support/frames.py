"""WebSocket frames byte by byte (RFC 6455 §5.2), the wrong ones too."""

from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
RSV1, RSV2, RSV3 = 0x4, 0x2, 0x1
MASK = bytes.fromhex("37fa213d")


@dataclass(frozen=True)
class Frame:
    """A frame as it came, unmasked."""

    opcode: int
    payload: bytes
    fin: bool = True
    rsv: int = 0

    @property
    def close_code(self) -> int | None:
        return int.from_bytes(self.payload[:2], "big") if self.payload else None


def header(
    opcode: int, length: int, *, fin: bool = True, rsv: int = 0, mask: bytes | None = MASK, width: int | None = None
) -> bytes:
    """A frame's header. `width` is the number of bytes for the length where it isn't the shortest: 0, 2 or 8."""
    if width is None:
        width = 0 if length < 126 else 2 if length < 1 << 16 else 8
    short = {0: length, 2: 126, 8: 127}[width]
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    second = (0x80 if mask else 0) | short
    return bytes([first, second]) + (length.to_bytes(width, "big") if width else b"") + (mask or b"")


def frame(opcode: int, payload: bytes = b"", *, mask: bytes | None = MASK, **fields) -> bytes:
    """A whole frame; masked, as a client must."""
    return header(opcode, len(payload), mask=mask, **fields) + (masked(payload, mask) if mask else payload)


def close_frame(code: int | None = None, reason: bytes = b"") -> bytes:
    return frame(CLOSE, b"" if code is None else code.to_bytes(2, "big") + reason)


def masked(payload: bytes, mask: bytes = MASK) -> bytes:
    """RFC 6455 §5.3, in one go: as one large number."""
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(len(payload), "big")
