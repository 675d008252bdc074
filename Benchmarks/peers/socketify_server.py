"""Peer: socketify, which is uWebSockets (C++) with handlers in Python.

/echo returns each message to its sender; /room publishes it with uWebSockets' own publish and subscribe,
so the fan-out is C++ from end to end.
"""

import os
from importlib.metadata import version

from socketify import App, AppListenOptions

BEHAVIOUR = {
    "compression": 0,
    "max_payload_length": 16 * 1024 * 1024,
    "max_backpressure": 64 * 1024 * 1024,
    "idle_timeout": 0,
}


def main() -> None:
    port = int(os.environ["PORT"])
    app = App(lifespan=False)

    def echo(socket, message, opcode):
        socket.send(message, opcode)

    def join(socket):
        socket.subscribe("room")

    def say(socket, message, opcode):
        app.publish("room", message, opcode)

    def ready(_):
        print(f"socketify {version('socketify')} listening on 127.0.0.1:{port}", flush=True)

    app.ws("/echo", {**BEHAVIOUR, "message": echo})
    app.ws("/room", {**BEHAVIOUR, "open": join, "message": say})
    app.listen(AppListenOptions(port=port, host="127.0.0.1"), ready)

    # App.run() polls the native loop from asyncio without ever sleeping, which would be charged to each
    # message as CPU time. No handler here is a coroutine, so the native loop can run alone and block.
    app.loop.uv_loop.run()


if __name__ == "__main__":
    main()
