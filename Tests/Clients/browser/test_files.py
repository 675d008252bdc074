"""The console is in the binary, whole and unchanged."""

import urllib.error
import urllib.request

import pytest
from support.processes import ROOT

WEB = ROOT / "Console/web"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def get(url: str):
    return urllib.request.urlopen(url, timeout=10)


def test_each_file_is_served(server_url):
    files = sorted(WEB.iterdir())
    assert files
    for file in files:
        path = "" if file.name == "index.html" else file.name
        with get(f"{server_url}/{path}") as response:
            assert response.read() == file.read_bytes(), file.name
            assert response.headers["Content-Type"] == TYPES[file.suffix], file.name


def test_the_page_may_load_nothing_from_elsewhere(server_url):
    with get(server_url) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_other_paths_are_not_found(server_url):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        get(f"{server_url}/no-such-file.js")
    with refusal.value as response:
        assert response.code == 404
