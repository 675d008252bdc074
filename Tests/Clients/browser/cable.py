"""A network cable that can be cut: bytes stop, and nobody is told."""

import asyncio
import threading
from contextlib import suppress


class Cable:
    """Forwards connections from a port of its own to `port`, both on loopback, until it is cut."""

    def __init__(self, port: int):
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._whole.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self._run(self._listen())

    def cut(self) -> None:
        self._run(self._set(whole=False))

    def mend(self) -> None:
        """Bytes flow again, those that waited first."""
        self._run(self._set(whole=True))

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, task):
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(10)

    async def _set(self, whole: bool) -> None:
        self._whole.set() if whole else self._whole.clear()

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(self, near_in, near_out) -> None:
        # An end that is gone ends the other; a cancelled task would be reported as an error by asyncio's server.
        with suppress(OSError, asyncio.CancelledError):
            await self._whole.wait()
            far_in, far_out = await asyncio.open_connection("127.0.0.1", self._target)
            try:
                await asyncio.gather(self._forward(near_in, far_out), self._forward(far_in, near_out))
            finally:
                await self._hang_up(far_out)
        await self._hang_up(near_out)

    @staticmethod
    async def _hang_up(sink) -> None:
        sink.close()
        with suppress(OSError):
            await sink.wait_closed()

    async def _forward(self, source, sink) -> None:
        while data := await source.read(65536):
            await self._whole.wait()
            sink.write(data)
        await self._whole.wait()
        if sink.can_write_eof():
            sink.write_eof()
