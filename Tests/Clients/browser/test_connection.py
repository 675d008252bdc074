"""What the page does when the server, or the way to it, is gone."""

import re

import pytest
from playwright.sync_api import expect

WAITING = re.compile(r"Reconnecting in \d+ s")


@pytest.fixture
def settings():
    return {"MARTLET_PING_INTERVAL": "0.5", "MARTLET_PING_TIMEOUT": "2.5"}


def cabled(cable) -> str:
    return f"http://127.0.0.1:{cable.port}"


def test_a_cut_cable_is_noticed_by_heartbeat_and_mended(cable, open_window):
    ada, bo = open_window().enter("Ada"), open_window(cabled(cable)).enter("Bo")
    ada.sees_people("Adayou", "Bo")
    cable.cut()
    ada.notes("Bo lost the connection")
    ada.sees_people("Adayou")

    ada.say("Bo can't hear this")
    cable.mend()
    ada.notes("Bo joined")
    ada.sees_people("Adayou", "Bo")
    bo.notes("You are back")
    bo.say("Here again")
    for window in (ada, bo):
        expect(window.messages.last).to_have_text("Here again")


def test_what_is_said_into_a_cut_cable_is_given_back(cable, open_window):
    bo = open_window(cabled(cable))
    bo.page.clock.install()
    bo.page.reload()
    bo.enter("Bo")
    cable.cut()
    bo.field.fill("Do you hear me?")
    bo.field.press("Enter")
    expect(bo.field).to_have_value("")
    bo.field.fill("Hello?")
    bo.page.clock.fast_forward(10_000)
    expect(bo.field).to_have_value("Do you hear me?\nHello?")
    expect(bo.page.get_by_role("alert").filter(has_text="It may have arrived")).to_be_visible()


def test_the_page_comes_back_after_a_restart(open_window, server):
    ada, bo = open_window().enter("Ada", "Owl"), open_window().enter("Bo", "Frog")
    ada.say("before")
    bo.reads("before")
    for window in (ada, bo):
        window.tolerate("ERR_CONNECTION_REFUSED")

    server.stop()
    for window in (ada, bo):
        expect(window.status).to_have_text(WAITING)
        expect(window.send).to_be_disabled()
    ada.field.fill("kept while away")
    ada.field.press("Enter")
    expect(ada.field).to_have_value("kept while away")

    server.start()
    for window in (ada, bo):
        expect(window.status).to_have_text("Online")
        expect(window.people).to_have_count(2)
        window.notes("You are back")
    ada.field.press("Enter")
    bo.reads("before", "kept while away")


def test_retry_at_once(open_window, server):
    ada = open_window()
    ada.page.clock.install()
    ada.page.reload()
    ada.enter("Ada")
    ada.tolerate("ERR_CONNECTION_REFUSED")
    server.stop()
    retry = ada.page.get_by_role("button", name="Try now")
    expect(retry).to_be_visible()
    ada.page.clock.pause_at(ada.page.evaluate("Date.now() + 60_000"))
    expect(retry).to_be_visible()
    server.start()
    # The clock stands: nothing but the button can bring the page back.
    retry.click()
    expect(ada.status).to_have_text("Online")


def test_leaving_ends_the_attempts(open_window, server):
    ada = open_window().enter("Ada")
    ada.tolerate("ERR_CONNECTION_REFUSED")
    server.stop()
    expect(ada.status).to_have_text(WAITING)
    ada.leave.click()
    ada.is_at_door()

    ada.door.click()
    expect(ada.status).to_have_text(WAITING)
    ada.page.get_by_role("button", name="Cancel").click()
    ada.is_at_door()

    ada.door.click()
    server.start()
    expect(ada.status).to_have_text("Online")
    ada.sees_people("Adayou")


def test_waits_double_to_half_a_minute_with_half_of_them_random(open_window):
    waits = open_window().page.evaluate(
        """async () => {
            const { backoff } = await import("/backoff.js");
            const row = (random) => [0, 1, 2, 5, 6, 60].map((failures) => backoff(failures, () => random));
            return { shortest: row(0), longest: row(1) };
        }"""
    )
    assert waits["longest"] == [500, 1000, 2000, 16_000, 30_000, 30_000]
    assert waits["shortest"] == [250, 500, 1000, 8_000, 15_000, 15_000]
