"""Conversations in a real Chromium: kept by the browser, reopened, exported, linked."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.browsing import MARKS, ask

pytestmark = MARKS


def open_list(page):
    page.locator("#qa-history summary").click()
    page.locator("#qa-history li").first.wait_for()


def test_a_conversation_outlives_a_reload_and_can_be_renamed_reopened_and_deleted(page):
    ask(page, "What does INTERPOL do?")
    page.reload()
    page.locator(".qa-turn").wait_for()
    ask(page, "And ENISA?")
    assert "What does ENISA do?" in page.locator(".qa-asked").inner_text()
    page.locator("#qa-clear").click()
    page.wait_for_selector(".qa-intro")
    open_list(page)
    page.get_by_role("button", name="Rename").click()
    page.locator("#qa-history li input").fill("Police <b>")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Police <b>", exact=True).click()
    page.wait_for_function("document.querySelectorAll('.qa-turn').length === 2")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_selector(".qa-intro")
    assert page.evaluate("localStorage.getItem('qa_bot.conversations')") == "[]"


def test_a_conversation_is_exported_with_quotes_and_references(page):
    ask(page, "Who runs the Global Response Center?")
    open_list(page)
    written = {}
    for label in ("Markdown", "HTML", "JSON"):
        with page.expect_download() as download:
            page.locator("#qa-history").get_by_role("button", name=label).click()
        written[label] = Path(download.value.path()).read_text(encoding="utf-8")
    assert written["Markdown"].startswith("## Who runs the Global Response Center?\n\n> For")
    assert "— *International institutions and cybersecurity*" in written["Markdown"]
    check_html(page, written["HTML"])
    (exchange,) = json.loads(written["JSON"])
    assert exchange["answer"]["citations"][0]["quote"] in page.locator(".qa-turns").inner_text()
    assert exchange["generation"].startswith("00000")


def check_html(page, written):
    """The exported page stands alone, runs nothing, and has question, quote and reference."""
    assert written.startswith("<!DOCTYPE html>")
    assert "<button" not in written
    assert "data-" not in written
    opened = page.context.browser.new_page()
    opened.set_content(written)
    assert opened.locator("h2").inner_text() == "Who runs the Global Response Center?"
    quote = page.locator(".qa-citation blockquote").first.inner_text()
    assert opened.locator("blockquote").first.inner_text() == quote
    reference = opened.locator("cite").first.inner_text()
    assert reference.startswith("[1] International institutions and cybersecurity")
    assert reference.endswith("(international-institutions-and-cybersecurity.txt)")
    assert "answered by the index 00000" in opened.locator("footer").inner_text()
    opened.close()


def test_html_in_a_document_is_text_in_the_export(page):
    ask(page, "Where was the zebu protocol signed? <img src=x onerror='window.ran = 5'>")
    open_list(page)
    with page.expect_download() as download:
        page.locator("#qa-history").get_by_role("button", name="HTML").click()
    written = Path(download.value.path()).read_text(encoding="utf-8")
    opened = page.context.browser.new_page()
    opened.set_content(written)
    assert "<script>window.ran = 1</script>" in opened.locator("blockquote").first.inner_text()
    assert opened.evaluate("[window.ran, document.images.length]") == [None, 0]
    opened.close()


def test_a_document_with_an_author_is_copied_for_reference_managers(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What do snow hares eat?")
    copied = {}
    for label in ("BibTeX", "CSL-JSON"):
        page.locator(".qa-citation").first.get_by_role("button", name=label).click()
        page.get_by_text("Copied").wait_for()
        copied[label] = page.evaluate("navigator.clipboard.readText()")
        page.get_by_text("Copied").wait_for(state="detached")
    assert "author = {{Ada Hare}}" in copied["BibTeX"]
    (item,) = json.loads(copied["CSL-JSON"])
    assert item["issued"] == {"date-parts": [[2019, 5, 3]]}


def test_a_quote_is_copied_with_its_reference(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "How often does the keeper paint the lantern room?")
    page.locator(".qa-copy").first.click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“The keeper of the lighthouse paints")
    assert copied.endswith("page 2 (lighthouse.pdf)")


def test_a_link_asks_again(page):
    ask(page, "What does INTERPOL do?")
    quote = page.locator(".qa-citation blockquote").first.inner_text()
    link = page.locator(".qa-link").get_attribute("href")
    page.goto(page.url + link.replace("generation=0", "generation=9"))
    page.locator(".qa-turn").wait_for()
    assert page.locator(".qa-citation blockquote").first.inner_text() == quote
    assert "so the answer may differ" in page.locator("#qa-status").inner_text()
    assert "?" not in page.url
