"""Peer: Python `websockets` on asyncio.

/echo returns each message to its sender; /room sends it to everyone there with `websockets.broadcast`.
"""

import asyncio
import os
from importlib.metadata import version

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

room: set[ServerConnection] = set()


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


async def talk(connection: ServerConnection) -> None:
    room.add(connection)
    try:
        async for message in connection:
            broadcast(room, message)
    finally:
        room.discard(connection)


async def handle(connection: ServerConnection) -> None:
    try:
        await (talk if connection.request.path == "/room" else echo)(connection)
    except ConnectionClosed:
        pass


async def main() -> None:
    port = int(os.environ["PORT"])
    options = {"compression": None, "max_size": 16 * 1024 * 1024, "backlog": 4096}
    async with serve(handle, "127.0.0.1", port, **options) as server:
        print(f"websockets {version('websockets')} listening on 127.0.0.1:{port}", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
