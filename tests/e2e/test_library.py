"""The library in a real Chromium."""

from __future__ import annotations

from tests.e2e.browsing import MARKS, ask, overflows

pytestmark = MARKS


def test_rebuild_reports_what_it_did(page):
    page.get_by_role("tab", name="Library").click()
    page.locator("#qa-rebuild").click()
    page.wait_for_selector("#qa-result .qa-notice", timeout=60_000)
    assert "Nothing has changed: 6 documents" in page.locator("#qa-result").inner_text()
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What does INTERPOL do?")
    assert "INTERPOL" in page.locator(".qa-citation blockquote").first.inner_text()


def open_library(page):
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("row", name="lighthouse.pdf").wait_for()


def test_files_are_uploaded_indexed_removed_and_taken_back(page):
    name = f"ferry-{page.viewport_size['width']}.txt"
    open_library(page)
    assert "2 pages" in page.get_by_role("row", name="lighthouse.pdf").inner_text()
    row = page.get_by_role("row", name=name)
    files = [("x.exe", b"MZ"), (name, b"The ferry leaves at nine.")]
    page.locator(".qa-drop input").set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": data} for n, data in files]
    )
    row.wait_for()
    assert "Files of this type are not read" in page.locator(".qa-uploads").inner_text()
    assert "waits for a rebuild" in row.inner_text()
    page.locator("#qa-rebuild").click()
    page.get_by_text("Rebuilt: 7 documents").wait_for(timeout=60_000)
    row.get_by_role("button", name="Remove").click()
    page.get_by_text("Moved to the folder .removed").wait_for()
    assert "still answers" in row.inner_text()
    page.locator(".qa-back").first.click()
    page.get_by_text("Live now:").wait_for()
    row.wait_for(state="detached")
    assert not overflows(page)
