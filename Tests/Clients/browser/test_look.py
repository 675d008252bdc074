"""Languages, themes, sizes, keyboard: the page for everybody."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}

# The luminance contrast of WCAG 2.2, of each visible text against the nearest painted background.
CONTRASTS = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const luminance = (color) => {
        const linear = [...rgba(color)].slice(0, 3).map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const behind = (element) => {
        while (element && rgba(getComputedStyle(element).backgroundColor)[3] < 255) element = element.parentElement;
        return getComputedStyle(element).backgroundColor;
    };
    const ratio = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        const words = texts.currentNode.data.trim();
        if (!words || element.closest(".unseen") || !element.checkVisibility()) continue;
        found.push([words, ratio(getComputedStyle(element).color, behind(element))]);
    }
    return found;
}"""


def background(window) -> str:
    return window.page.evaluate("getComputedStyle(document.body).backgroundColor")


LIGHT_PAPER, DARK_PAPER = "rgb(250, 248, 244)", "rgb(16, 21, 29)"


@pytest.mark.parametrize(
    ("locale", "lang", "heading"),
    [
        ("en-GB", "en", "Enter the lobby"),
        ("de-DE", "en", "Enter the lobby"),
        ("zh-CN", "zh-Hans", "进入大厅"),
        ("zh-TW", "zh-Hans", "进入大厅"),
    ],
)
def test_the_browser_s_language(open_window, locale, lang, heading):
    page = open_window(locale=locale).page
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("lang", lang)


def test_the_language_switch_changes_all_that_is_there_and_is_remembered(open_window):
    ada = open_window().enter("Ada")
    open_window().enter("Bo")
    ada.notes("Bo joined")
    ada.page.get_by_role("button", name="中文").click()
    expect(ada.log).to_contain_text("Bo 加入了")
    expect(ada.page.get_by_role("textbox", name="在大厅里说点什么")).to_be_visible()
    expect(ada.page.get_by_role("button", name="离开")).to_be_visible()
    expect(ada.status).to_have_text("在线")
    expect(ada.page.locator("#people li")).to_have_text(["Ada你", "Bo"])

    ada.page.reload()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("进入大厅")
    ada.page.get_by_role("button", name="English").click()
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Enter the lobby")


def test_both_languages_say_the_same_things(open_window):
    english, chinese = open_window().page.evaluate(
        """async () => Promise.all(["/strings.en.js", "/strings.zh.js"].map(async (path) => {
            const strings = (await import(path)).default;
            return Object.entries(strings).map(([key, value]) => [key, typeof value]);
        }))"""
    )
    assert english == chinese


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT_PAPER), ("dark", DARK_PAPER)])
def test_the_system_s_theme(open_window, scheme, paper):
    assert background(open_window(color_scheme=scheme)) == paper


def test_the_theme_switch_is_remembered_until_it_is_taken_back(open_window):
    window = open_window(color_scheme="light")
    window.page.get_by_role("button", name="Use dark colours").click()
    assert background(window) == DARK_PAPER
    window.page.reload()
    assert background(window) == DARK_PAPER

    window.page.get_by_role("button", name="Use light colours").click()
    assert background(window) == LIGHT_PAPER
    window.page.emulate_media(color_scheme="dark")
    assert background(window) == DARK_PAPER


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(open_window, scheme):
    window = open_window(color_scheme=scheme, reduced_motion="reduce")
    at_the_door = window.page.evaluate(CONTRASTS)
    window.enter("Ada")
    window.say("Can you read this?")
    window.reads("Can you read this?")
    in_the_room = window.page.evaluate(CONTRASTS)
    assert {"Enter the lobby", "Enter"} <= {words for words, _ in at_the_door}
    assert {"Can you read this?", "you", "Online", "Leave"} <= {words for words, _ in in_the_room}
    assert [pair for pair in at_the_door + in_the_room if pair[1] < 4.5] == []


def test_the_keyboard_is_enough(open_window):
    bo = open_window().enter("Bo")
    ada = open_window()
    keys = ada.page.keyboard
    expect(ada.name).to_be_focused()
    keys.type("Ada")
    keys.press("Tab")
    keys.press("ArrowRight")
    chosen = ada.page.get_by_role("radio", checked=True)
    expect(chosen).to_be_focused()
    avatar = chosen.get_attribute("value")
    keys.press("Enter")

    expect(ada.field).to_be_focused()
    keys.type("No mouse here")
    keys.press("Enter")
    bo.reads("No mouse here")
    assert ada.page.evaluate("localStorage['martlet.avatar']") == avatar

    keys.press("Shift+Tab")
    expect(ada.log).to_be_focused()
    keys.press("Shift+Tab")
    expect(ada.leave).to_be_focused()
    outline = ada.leave.evaluate("button => getComputedStyle(button).outlineStyle")
    assert outline == "solid"
    keys.press("Enter")
    expect(ada.name).to_be_focused()
    bo.notes("Ada left")


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_hangs_over_the_edge_of_a_phone(open_window, locale):
    overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    phone = open_window(locale=locale, **PHONE).page
    assert phone.evaluate(overhang) == 0
    other = open_window().enter("W" * 32)
    phone.locator("#name").fill("M" * 32)
    phone.locator("[type=submit]").first.tap()
    other.say("x" * 300 + " " + "很" * 100)
    expect(phone.locator(".log .body p")).to_be_visible()
    assert phone.evaluate(overhang) == 0
    assert phone.locator(".log").evaluate("log => log.scrollWidth - log.clientWidth") == 0


def test_people_are_behind_a_button_on_a_phone(open_window):
    phone = open_window(**PHONE).enter("Ada")
    open_window().enter("Bo")
    expect(phone.people.first).to_be_hidden()
    button = phone.page.get_by_role("button", name="2 people")
    button.tap()
    phone.sees_people("Adayou", "Bo")
    expect(phone.people.first).to_be_visible()
    phone.page.keyboard.press("Escape")
    expect(phone.people.first).to_be_hidden()


def test_turning_the_phone_puts_people_beside_the_conversation(open_window):
    phone = open_window(**PHONE).enter("Ada")
    phone.page.get_by_role("button", name="1 person").tap()
    expect(phone.people.first).to_be_visible()
    phone.page.set_viewport_size({"width": 900, "height": 360})
    phone.sees_people("Adayou")
    expect(phone.people.first).to_be_visible()
    beside = """() => document.querySelector("#people").getBoundingClientRect().left
        >= document.querySelector(".composer").getBoundingClientRect().right"""
    phone.page.wait_for_function(beside)


def test_fingers_find_every_button(open_window):
    phone = open_window(**PHONE)
    small = """() => [...document.querySelectorAll("button, .avatars label")]
        .filter((element) => element.checkVisibility())
        .map((element) => [element.ariaLabel ?? element.innerText, element.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < 44)
        .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
    assert phone.page.evaluate(small) == []
    phone.enter("Ada")
    expect(phone.page.get_by_role("button", name="1 person")).to_be_visible()
    assert phone.page.evaluate(small) == []


@pytest.mark.parametrize(("motion", "still"), [("reduce", True), ("no-preference", False)])
def test_those_who_want_no_motion_get_none(open_window, motion, still):
    window = open_window(reduced_motion=motion)
    duration = window.door.evaluate("button => parseFloat(getComputedStyle(button).transitionDuration)")
    assert (duration == 0) == still
