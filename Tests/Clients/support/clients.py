"""Python's `websockets` as a client."""

from websockets.sync.client import ClientConnection, connect


def dial(url: str, **options: object) -> ClientConnection:
    """Connects directly, whatever proxy the environment names."""
    return connect(url, proxy=None, legacy=True, **options)
