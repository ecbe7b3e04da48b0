"""What axe-core finds, and that nothing overflows between 320 and 2560 pixels."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.browsing import MARKS, ask, overflows

pytestmark = MARKS


def find_serious(page):
    """Rule and element of everything that axe-core calls serious or critical."""
    page.wait_for_function("document.getAnimations().every((a) => a.playState !== 'running')")
    found = Axe().run(page).response["violations"]
    return [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, theme):
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(
        "dark => document.body.classList.contains('dark') === dark", arg=theme == "dark"
    )
    assert find_serious(page) == []
    ask(page, "Who won the football championship in Uruguay?")
    ask(page, "How often does the keeper paint the lantern room?")
    page.locator(".qa-nearest summary").click()
    page.locator("#qa-history summary").click()
    assert find_serious(page) == []
    page.locator(".qa-turn").last.locator(".qa-open").first.click()
    page.locator(".qa-sheet img").wait_for()
    assert find_serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("row", name="lighthouse.pdf").wait_for()
    assert find_serious(page) == []


def test_no_width_overflows(browser, address):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(address)
    page.wait_for_selector("#qa-question textarea")
    ask(page, "How often does the keeper paint the lantern room?")
    wide = []
    for width in (320, 480, 768, 769, 1024, 1600, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        for tab in ("Library", "Ask"):
            page.get_by_role("tab", name=tab).click()
            if overflows(page):
                wide.append((width, tab))
    assert wide == []
    page.close()
