"""What axe-core finds: nothing, in every state, in light and dark, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.browsing import (
    MARKS,
    ask,
    is_phone,
    open_documents,
    open_menu,
    open_source,
    settle,
)

pytestmark = MARKS


def violations(page):
    """Rule and element of everything that axe-core finds fault with."""
    settle(page)
    found = Axe().run(page).response["violations"]
    return [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def themed(request, page):
    page.evaluate("dark => document.body.classList.toggle('dark', dark)", request.param == "dark")
    return page


def test_the_chat_has_no_violation_in_any_state(themed):
    page = themed
    assert violations(page) == []
    ask(page, "Who won the football championship in Uruguay?")
    assert violations(page) == []
    ask(page, "When was the harbour of Tarn dug?")
    page.locator(".qa-other summary").last.click()
    page.get_by_role("button", name="This is wrong").last.click()
    assert violations(page) == []
    page.keyboard.press("?")
    page.locator(".qa-keys").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    open_source(page)
    page.get_by_role("button", name="Find", exact=True).click()
    assert violations(page) == []
    for _ in range(2):
        page.keyboard.press("Escape")
    ask(page, "How often does the keeper paint the lantern room?")
    open_source(page)
    page.locator(".qa-sheet img").wait_for()
    assert violations(page) == []


def test_the_side_bar_and_the_documents_have_no_violation(themed):
    page = themed
    ask(page, "What does INTERPOL do?")
    open_menu(page)
    page.locator(".qa-chats > div").first.hover()
    page.locator(".qa-chats summary").first.click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if is_phone(page):
        page.keyboard.press("Escape")
    open_documents(page)
    page.locator("#qa-rows [data-source]").first.check()
    assert violations(page) == []
    page.locator(".qa-picture summary").click()
    page.locator(".qa-map svg").wait_for()
    assert violations(page) == []
