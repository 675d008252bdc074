"""Peer: nginx with nchan. Writes nchan.conf with the port filled in, and keeps nginx until it is told to stop."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def version() -> str:
    banner = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return banner.strip().rpartition("/")[2]


def answers(port: int) -> bool:
    """Whether a worker answers: the port is open before there is one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 204
    except OSError:
        return False
    finally:
        connection.close()


def main() -> int:
    port = int(os.environ["PORT"])
    template = Path(__file__).with_name("nchan.conf").read_text()
    with tempfile.TemporaryDirectory(prefix="nchan-") as directory:
        Path(directory, "nginx.conf").write_text(template.replace("@PORT@", str(port)))
        nginx = subprocess.Popen(["nginx", "-p", directory, "-c", "nginx.conf", "-e", "stderr"])
        signal.signal(signal.SIGTERM, lambda *_: nginx.terminate())
        while nginx.poll() is None and not answers(port):
            time.sleep(0.02)
        if nginx.poll() is None:
            print(f"nchan on nginx {version()} listening on 127.0.0.1:{port}", flush=True)
        return nginx.wait()


if __name__ == "__main__":
    sys.exit(main())
