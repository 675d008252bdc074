"""The chat room in two windows: who is here, what is said, how one writes."""

import re

import pytest
from playwright.sync_api import Error, expect


def test_two_people_meet_and_talk(open_window):
    ada = open_window().enter("Ada", "Owl")
    ada.sees_people("Adayou")
    ada.notes("You are the only one here")
    expect(ada.status).to_have_text("Online")

    bo = open_window().enter("Bo", "Fox")
    bo.sees_people("Boyou", "Ada")
    bo.notes("One other person is here")
    ada.sees_people("Adayou", "Bo")
    ada.notes("Bo joined")

    ada.say("Hello, Bo")
    bo.reads("Hello, Bo")
    bo.say("Hello, Ada")
    for window in (ada, bo):
        window.reads("Hello, Bo", "Hello, Ada")


def test_messages_of_one_sender_stand_under_one_name(open_window):
    ada, bo = open_window().enter("Ada"), open_window().enter("Bo")
    for window, text in [(ada, "one"), (ada, "two"), (bo, "three"), (ada, "four")]:
        window.say(text)
        expect(bo.messages.last).to_have_text(text)
    expect(bo.log.locator(".group .name")).to_have_text(["Ada", "Bo", "Ada"])
    expect(bo.log.locator(".group .you")).to_have_count(1)
    expect(bo.log.locator("time").first).to_have_text(re.compile(r"^\d\d:\d\d$"))


def test_a_leaver_is_gone_and_can_return(open_window):
    ada, bo = open_window().enter("Ada"), open_window().enter("Bo")
    bo.leave.click()
    bo.is_at_door()
    ada.notes("Bo left")
    ada.sees_people("Adayou")

    ada.say("Nobody hears this")
    bo.door.click()
    ada.notes("Bo joined")
    bo.sees_people("Boyou", "Ada")
    bo.reads()


@pytest.mark.parametrize("kill", ["close", "crash"])
def test_a_killed_tab_is_gone(open_window, kill):
    ada, bo = open_window().enter("Ada"), open_window().enter("Bo")
    ada.sees_people("Adayou", "Bo")
    if kill == "close":
        bo.page.close()
    else:
        with pytest.raises(Error, match="crash"):
            bo.page.goto("chrome://crash")
    ada.sees_people("Adayou")
    ada.notes(re.compile("Bo (closed the page|lost the connection)"))


def test_people_stand_in_order_with_oneself_first(open_window):
    bo = open_window().enter("Bo")
    for name in ("zoe", "Ada", "Éva"):
        open_window().enter(name)
    bo.sees_people("Boyou", "Ada", "Éva", "zoe")


def test_markup_is_only_text(open_window):
    ada, bo = open_window().enter("Ada"), open_window().enter("<b>Bo</b>")
    ada.sees_people("Adayou", "<b>Bo</b>")
    attack = "<img src=x onerror='document.title=1'><script>document.title = 2</script>"
    bo.say(attack)
    for window in (ada, bo):
        window.reads(attack)
        expect(window.log.locator("img, script, b")).to_have_count(0)


def test_a_message_of_several_lines(open_window):
    ada = open_window().enter("Ada")
    ada.field.press_sequentially("first")
    ada.field.press("Shift+Enter")
    ada.field.press_sequentially("second")
    ada.field.press("Enter")
    expect(ada.messages).to_have_count(1)
    assert ada.messages.first.inner_text() == "first\nsecond"


def test_nothing_is_sent_while_an_input_method_composes(open_window):
    ada = open_window().enter("Ada")
    ada.field.focus()
    input_method = ada.page.context.new_cdp_session(ada.page)
    input_method.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    expect(ada.field).to_have_value("ni hao")
    # 229 is the key code that a browser gives to every key the input method takes.
    input_method.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    input_method.send("Input.insertText", {"text": "你好"})
    expect(ada.field).to_have_value("你好")
    ada.reads()
    ada.field.press("Enter")
    ada.reads("你好")


def test_blank_text_and_blank_names_go_nowhere(open_window):
    ada = open_window()
    ada.name.fill("   ")
    ada.door.click()
    ada.is_at_door()
    ada.enter("Ada")
    ada.field.fill(" \n ")
    ada.field.press("Enter")
    ada.say("something")
    ada.reads("something")


def test_the_log_follows_until_one_scrolls_up(open_window):
    ada, bo = open_window(viewport={"width": 900, "height": 480}).enter("Ada"), open_window().enter("Bo")
    end = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 2"
    for number in range(30):
        bo.say(f"line {number}")
    expect(ada.messages).to_have_count(30)
    assert ada.log.evaluate(end)

    ada.log.evaluate("log => log.scrollTop = 0")
    bo.say("news")
    bo.say("more")
    pill = ada.page.get_by_role("button", name="2 new messages")
    expect(pill).to_be_visible()
    assert ada.log.evaluate("log => log.scrollTop") == 0

    pill.click()
    expect(pill).to_be_hidden()
    assert ada.log.evaluate(end)


def test_name_and_avatar_are_remembered(open_window):
    ada = open_window().enter("Ada", "Panda")
    ada.page.reload()
    expect(ada.name).to_have_value("Ada")
    expect(ada.page.get_by_role("radio", name="Panda")).to_be_checked()


def test_an_avatar_is_chosen_for_those_who_choose_none(open_window):
    window = open_window()
    expect(window.page.get_by_role("radio", checked=True)).to_have_count(1)
