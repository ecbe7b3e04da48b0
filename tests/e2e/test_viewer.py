"""The source viewer in a real Chromium: excerpts in place, pages as pictures, contents, search."""

from __future__ import annotations

from tests.e2e.browsing import MARKS, ask, is_phone, overflows

pytestmark = MARKS


def open_first(page, question):
    ask(page, question)
    page.locator(".qa-open").first.click()
    page.locator("#qa-mark").wait_for(state="attached")


def in_view(page, selector):
    return page.wait_for_function(
        """(selector) => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight; }""",
        arg=selector,
    )


def test_the_page_of_a_pdf_is_shown_with_the_words_of_the_excerpt_marked(page):
    open_first(page, "How often does the keeper paint the lantern room?")
    picture = page.locator(".qa-sheet img")
    assert picture.evaluate("img => img.complete && img.naturalWidth") == 1200
    assert page.locator(".qa-box").count() == 2, "the sentence goes over two lines"
    in_view(page, ".qa-box")
    assert "Page 2 of 2" in page.locator(".qa-page").inner_text()
    page.get_by_role("button", name="Previous page").click()
    page.get_by_text("Page 1 of 2").wait_for()
    assert page.locator(".qa-box").count() == 0
    page.locator("[data-view=text]").click()
    assert "every seventh spring" in page.locator("#qa-mark").inner_text()
    in_view(page, "#qa-mark")
    assert not overflows(page)


def test_buttons_and_arrow_keys_lead_through_the_excerpts_of_an_answer(page):
    open_first(page, "When was the harbour of Tarn dug?")
    position = page.locator(".qa-bar .qa-steps span")
    count = page.locator(".qa-open").count()
    assert position.inner_text() == f"Excerpt 1 of {count}"
    first = page.locator("#qa-mark").inner_text()
    page.get_by_role("button", name="Next excerpt").click()
    page.get_by_text(f"Excerpt 2 of {count}").wait_for()
    assert page.locator("#qa-mark").inner_text() != first
    page.locator(".qa-text").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text(f"Excerpt 1 of {count}").wait_for()
    assert page.locator("#qa-mark").inner_text() == first
    assert page.locator("[aria-label='Previous excerpt']").is_disabled()


def test_contents_and_search_lead_to_places_in_the_document(page):
    open_first(page, "Who runs the Global Response Center?")
    page.locator(".qa-contents summary").click()
    page.locator(".qa-section").last.click()
    last = page.locator(".qa-section").count() - 1
    page.wait_for_function(
        """(n) => { const box = document.querySelector('.qa-text').getBoundingClientRect();
             const at = document.querySelector(`[data-section="${n}"]`).getBoundingClientRect().top;
             return at >= box.top - 5 && at <= box.bottom; }""",
        arg=last,
    )
    page.locator(".qa-find input").fill("interpol")
    found = page.locator(".qa-find output")
    assert found.inner_text().startswith("1 of ")
    page.locator(".qa-find input").press("Enter")
    assert found.inner_text().startswith("2 of ")
    assert page.evaluate("CSS.highlights.get('qa-found').size") == 2
    page.locator(".qa-find input").fill("no such words")
    assert found.inner_text() == "not found"


def test_on_a_phone_the_source_is_a_dialog_that_closes(page):
    open_first(page, "Who runs the Global Response Center?")
    if not is_phone(page):
        assert page.locator(".qa-close").is_hidden()
        return
    dialog = page.get_by_role("dialog")
    box = dialog.bounding_box()
    assert box["width"] > 340
    assert box["height"] > 780
    assert page.evaluate("document.activeElement.className") == "qa-close"
    in_view(page, "#qa-mark")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "qa-open"
    page.locator(".qa-open").first.click()
    page.locator(".qa-close").click()
    dialog.wait_for(state="hidden")
