import pytest
from playwright.sync_api import expect, sync_playwright

from browser.cable import Cable
from browser.server import Server
from browser.window import Window


expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker("requires_release_binaries")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def settings() -> dict[str, str]:
    """The server's environment; a module that needs another one overrides this."""
    return {}


@pytest.fixture
def server(tmp_path, settings):
    server = Server(tmp_path, **settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server_url(server) -> str:
    return server.url


@pytest.fixture
def cable(server):
    cable = Cable(server.port)
    yield cable
    cable.close()


@pytest.fixture
def open_window(browser, server_url, tmp_path):
    """Opens the console in a context of its own, as another person would. At the end none may have complained."""
    windows: list[Window] = []

    def open(url: str = server_url, **options) -> Window:
        context = browser.new_context(**({"locale": "en-GB"} | options))
        context.set_default_timeout(20_000)
        window = Window(context.new_page(), url)
        windows.append(window)
        return window

    yield open
    for number, window in enumerate(windows):
        if window.alive:
            window.page.screenshot(path=tmp_path / f"window-{number}.png")
        window.page.context.close()
    assert [window.problems for window in windows] == [[] for _ in windows]
