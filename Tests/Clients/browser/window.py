"""The console as a reader uses it: every element is found by its role and name."""

import re

from playwright.sync_api import Locator, Page, expect


class Window:
    def __init__(self, page: Page, url: str):
        self.page = page
        self.url = url
        self.alive = True
        self.problems: list[str] = []
        self._tolerated: list[str] = []
        page.on("close", self._ended)
        page.on("crash", self._ended)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        # Chromium reports violations of the Content-Security-Policy here, too.
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.goto(url)

    def _ended(self, _: Page) -> None:
        self.alive = False

    def _heard(self, kind: str, text: str) -> None:
        tolerated = any(part in text for part in self._tolerated)
        if kind in ("error", "warning") and not tolerated:
            self.problems.append(text)

    def tolerate(self, part: str) -> None:
        """Lets Chromium's own complaints with `part` in them pass."""
        self._tolerated.append(part)

    # The door

    @property
    def name(self) -> Locator:
        return self.page.get_by_label("Your name")

    @property
    def door(self) -> Locator:
        return self.page.get_by_role("button", name="Enter", exact=True)

    def enter(self, name: str, avatar: str = "Owl") -> "Window":
        self.name.fill(name)
        self.page.get_by_role("radio", name=avatar).check()
        self.door.click()
        expect(self.field).to_be_visible()
        return self

    # The room

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message the lobby")

    @property
    def send(self) -> Locator:
        return self.page.get_by_role("button", name="Send")

    @property
    def leave(self) -> Locator:
        return self.page.get_by_role("button", name="Leave")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def messages(self) -> Locator:
        return self.log.get_by_role("paragraph")

    @property
    def people(self) -> Locator:
        return self.page.get_by_role("complementary", name="Here now").get_by_role("listitem")

    @property
    def status(self) -> Locator:
        return self.page.locator(".status:visible > span:not(:empty)")

    def say(self, text: str) -> None:
        expect(self.send).to_be_enabled()
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.field).to_have_value("")

    def sees_people(self, *names: str) -> None:
        expect(self.people).to_have_text(list(names))

    def reads(self, *texts: str) -> None:
        """These messages, and no others, in this order."""
        expect(self.messages).to_have_text(list(texts))

    def notes(self, text: str | re.Pattern) -> None:
        expect(self.log.get_by_text(text).last).to_be_visible()

    def is_at_door(self) -> None:
        expect(self.door).to_be_enabled()
        expect(self.field).to_be_hidden()
