"""The library in a real Chromium."""

from __future__ import annotations

from tests.e2e.browsing import MARKS, ask

pytestmark = MARKS


def test_rebuild_reports_what_it_did(page):
    page.get_by_role("tab", name="Library").click()
    page.locator("#qa-rebuild").click()
    page.wait_for_selector("#qa-result .qa-notice", timeout=60_000)
    assert "Nothing has changed: 5 documents" in page.locator("#qa-result").inner_text()
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What does INTERPOL do?")
    assert "INTERPOL" in page.locator(".qa-citation blockquote").first.inner_text()
