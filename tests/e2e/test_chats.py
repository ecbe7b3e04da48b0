"""Chats in a real Chromium: kept by the browser, shared by tabs, changed, exported, linked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.browsing import (
    BOX,
    MARKS,
    PATIENCE,
    answered,
    ask,
    chat_menu,
    is_phone,
    notified,
    open_menu,
    open_page,
)

pytestmark = MARKS


def reload(page):
    page.reload()
    page.locator("body[data-ready]").wait_for()


def test_a_chat_outlives_a_reload_and_goes_on(page):
    ask(page, "What does INTERPOL do?")
    reload(page)
    assert page.locator(".qa-turn").count() == 1
    ask(page, "And ENISA?")
    assert "What does ENISA do?" in page.locator(".qa-asked").last.inner_text()


def test_two_tabs_on_one_chat_lose_nothing_and_see_each_other(opened, address):
    first = opened(address)
    ask(first, "What does INTERPOL do?")
    second = opened(address, context=first.context)
    open_menu(second)
    second.locator("[data-do=open-chat]").first.click()
    second.locator(".qa-turn").wait_for()
    ask(second, "What does ENISA do?")
    first.locator(".qa-turn").nth(1).wait_for()
    ask(first, "What do snow hares eat?")
    second.locator(".qa-turn").nth(2).wait_for()
    expected = ["What does INTERPOL do?", "What does ENISA do?", "What do snow hares eat?"]
    for page in (first, second):
        assert page.locator(".qa-question h2").all_inner_texts() == expected
    reload(first)
    assert first.locator(".qa-question h2").all_inner_texts() == expected
    assert first.locator(".qa-chats > div").count() == 1


def test_a_chat_is_renamed_found_deleted_and_taken_back(page):
    ask(page, "What does INTERPOL do?")
    chat_menu(page, "Rename")
    page.locator(".qa-chats input").fill("Police <b>")
    page.keyboard.press("Enter")
    assert page.locator("[data-do=open-chat]").inner_text() == "Police <b>"
    page.locator(".qa-sought").fill("nothing like it")
    assert page.locator("[data-do=open-chat]").count() == 0
    page.locator(".qa-sought").fill("pol")
    page.locator(".qa-chats > div").hover()
    page.locator(".qa-chats summary").click()
    page.get_by_role("button", name="Delete").click()
    assert page.locator(".qa-turn").count() == 0
    page.get_by_role("button", name="Undo").click()
    page.locator(".qa-turn").wait_for()
    assert page.locator(".qa-quote").count() >= 1


def test_a_chat_is_found_by_any_of_its_questions(desktop):
    ask(desktop, "What does INTERPOL do?")
    ask(desktop, "What do snow hares eat?")
    desktop.locator(".qa-sought").fill("hares")
    assert desktop.locator("[data-do=open-chat]").inner_text() == "What does INTERPOL do?"
    desktop.locator(".qa-sought").fill("tortoises")
    assert desktop.locator("[data-do=open-chat]").count() == 0


def test_the_focus_is_never_lost_by_what_a_key_chose(desktop):
    """It stays with the chat that was renamed, and goes to the question after an undo."""
    where = "document.activeElement.dataset.do ?? document.activeElement.tagName"
    ask(desktop, "What does INTERPOL do?")
    chat_menu(desktop, "Rename")
    desktop.keyboard.type("Police")
    desktop.keyboard.press("Enter")
    assert desktop.evaluate(where) == "open-chat"
    chat_menu(desktop, "Delete")
    assert desktop.evaluate("document.activeElement.className") == "qa-sought"
    desktop.get_by_role("button", name="Undo").focus()
    desktop.keyboard.press("Enter")
    desktop.locator(".qa-turn").wait_for()
    desktop.locator(f"{BOX}:focus").wait_for()


def test_a_chat_that_another_tab_deletes_is_closed_here(opened, address):
    first = opened(address)
    ask(first, "What does INTERPOL do?")
    second = opened(address, context=first.context)
    chat_menu(second, "Delete")
    first.locator(".qa-turn").wait_for(state="detached")


def test_a_chat_is_exported_with_quotes_and_references_under_its_name(page):
    ask(page, "Who runs the Global Response Center?")
    written = {}
    for label in ("Markdown", "HTML", "JSON"):
        with page.expect_download() as download:
            chat_menu(page, f"Export as {label}")
        name = download.value.suggested_filename
        assert name.startswith("who-runs-the-global-response-center.")
        written[label] = Path(download.value.path()).read_text(encoding="utf-8")
        if is_phone(page):
            page.locator(".qa-brand [data-do=menu]").click()
    assert written["Markdown"].startswith("## Who runs the Global Response Center?\n\n> For")
    assert "— *International institutions and cybersecurity*" in written["Markdown"]
    quote = page.locator(".qa-quote blockquote").first.inner_text()
    (exchange,) = json.loads(written["JSON"])
    assert exchange["answer"]["citations"][0]["quote"] == quote
    alone = page.context.browser.new_page()
    alone.set_content(written["HTML"])
    assert alone.locator("h2").inner_text() == "Who runs the Global Response Center?"
    assert alone.locator("blockquote").first.inner_text() == quote
    assert alone.locator("cite").first.inner_text().endswith("cybersecurity.txt)")
    alone.close()


@pytest.fixture
def clipboard(desktop):
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return desktop


def copied(page, label):
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator(".qa-actions summary").last.click()
    page.get_by_role("button", name=label).last.click()
    notified(page, "Copied")
    return page.evaluate(
        """async (patience) => {
          for (const since = Date.now(); Date.now() < since + patience;) {
            const text = await navigator.clipboard.readText();
            if (text) return text;
            await new Promise((done) => setTimeout(done, 50));
          }
          return ''; }""",
        PATIENCE,
    )


def test_quotes_are_copied_with_their_reference(clipboard):
    ask(clipboard, "How often does the keeper paint the lantern room?")
    plain = copied(clipboard, "Copy the quotes")
    assert plain.startswith("“The keeper of the lighthouse paints")
    assert "page 2 (lighthouse.pdf)" in plain
    assert copied(clipboard, "Copy as Markdown").startswith("> The keeper of the lighthouse paints")
    ask(clipboard, "What do snow hares eat?")
    assert "author = {{Ada Hare}}" in copied(clipboard, "Copy BibTeX")
    (item,) = json.loads(copied(clipboard, "Copy CSL-JSON").split("\n\n")[0])
    assert item["issued"] == {"date-parts": [[2019, 5, 3]]}


def test_a_link_is_copied_and_asks_again_when_it_is_opened(clipboard):
    page, before = clipboard, clipboard.url
    ask(page, "What does INTERPOL do?")
    quote = page.locator(".qa-quote blockquote").first.inner_text()
    page.get_by_role("button", name="Copy a link").click()
    notified(page, "The link is copied")
    assert page.url == before
    assert page.locator(".qa-turn").count() == 1, "copying a link asks nothing"
    link = page.evaluate("navigator.clipboard.readText()")
    open_page(page, link.replace("version=0", "version=9"))
    notified(page, "the answer may differ")
    answered(page)
    assert page.locator(".qa-quote blockquote").first.inner_text() == quote
    assert "?" not in page.url
    assert page.locator(".qa-turn").count() == 1, "a link begins a chat of its own"


def test_a_chat_can_be_read_while_the_server_is_down_and_is_drawn_again_after_it(page):
    ask(page, "Who runs the Global Response Center?")
    page.locator("[data-do=new]").evaluate("button => button.click()")
    page.route("**/component_server**", lambda route: route.abort())
    page.locator("[data-do=open-chat]").first.evaluate("button => button.click()")
    kept = page.locator(".qa-turn .qa-quote blockquote")
    kept.wait_for()
    assert "operates the Global Response Center" in kept.inner_text()
    assert "can't be reached" in page.locator(".qa-note").inner_text()
    page.unroute("**/component_server**")
    page.locator(".qa-turn .qa-chip").first.wait_for()
    assert page.locator(".qa-turn").count() == 1


def test_what_another_version_kept_is_passed_over(page):
    page.evaluate(
        """() => { localStorage.setItem('qa_bot.chat.x', '{"name": "Old", "updated": 1}');
          localStorage.setItem('qa_bot.turn.x.1', '{"exchange": {"answer": {"odd": 1}}}');
          localStorage.setItem('qa_bot.turn.x.2', 'not JSON'); }"""
    )
    reload(page)
    open_menu(page)
    page.get_by_role("button", name="Old", exact=True).click()
    notified(page, "reload the page")
    ask(page, "What does INTERPOL do?")
