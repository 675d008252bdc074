"""A `martlet serve` of our own, on a port of its own."""

import os
import queue
import re
import signal
import subprocess
import threading
from pathlib import Path

from support.processes import binary

READY = re.compile(r"martlet listening on (http://127\.0\.0\.1:(\d+))")
PATIENCE = 30


class Server:
    """Runs in `directory`, so that whatever it writes is gone with the test."""

    def __init__(self, directory: Path, **settings: str):
        self.directory = directory
        self.settings = settings
        self.port = 0
        self.url = ""

    def start(self) -> None:
        """Returns when it listens. Started again, it has the same port as before."""
        martlet = binary("MARTLET_BIN", "martlet").absolute()
        self.process = subprocess.Popen(
            [martlet, "serve", "--development", "--port", str(self.port)],
            cwd=self.directory,
            env=os.environ | self.settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready: queue.Queue[re.Match | None] = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout, ready), daemon=True).start()
        match = ready.get(timeout=PATIENCE)
        assert match, f"{martlet} ended with {self.process.wait()} before it was ready"
        self.url, self.port = match[1], int(match[2])

    def stop(self) -> None:
        """Asks it to drain and waits until it has."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()

    @staticmethod
    def _read(output, ready: queue.Queue) -> None:
        # Read to the end: a full pipe would stop the server.
        with output:
            for line in output:
                if match := READY.search(line):
                    ready.put(match)
        ready.put(None)
