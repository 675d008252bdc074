"""The Swift code in the documents is code that `swift test` compiles, so that what a reader copies works."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    "README.md",
    "README.zh-CN.md",
    "docs/websocket.md",
    "Sources/Transport/Transport.docc/Transport.md",
    "Sources/WebSocketCore/WebSocketCore.docc/WebSocketCore.md",
]
FENCE = re.compile(r"^```swift\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def code(text: str) -> list[str]:
    """The lines as they are compared: in a test the same code is indented, and its types are private."""
    return [line.strip().removeprefix("private ") for line in text.strip().splitlines()]


def holds(source: list[str], block: list[str]) -> bool:
    return any(source[start : start + len(block)] == block for start in range(len(source)))


@pytest.fixture(scope="module")
def compiled() -> list[list[str]]:
    files = [*ROOT.glob("Snippets/*.swift"), *ROOT.glob("Tests/TransportTests/Guide/*.swift")]
    return [code(file.read_text()) for file in files]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_code_is_compiled_as_shown(document: str, compiled: list[list[str]]) -> None:
    blocks = FENCE.findall((ROOT / document).read_text())
    assert blocks, f"{document} shows no Swift code any more"
    for block in blocks:
        assert any(holds(source, code(block)) for source in compiled), f"not in Snippets or Guide:\n{block}"


@pytest.mark.parametrize("program", ["EchoServer", "ChatServer"])
@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_programs_are_shown_whole(document: str, program: str) -> None:
    source = (ROOT / "Snippets" / f"{program}.swift").read_text()
    assert source in FENCE.findall((ROOT / document).read_text())
