"""The chat in a real Chromium: ask, click, see the highlight; hostile text is inert."""

from __future__ import annotations

from qa_bot.answering.calibration import read_feedback
from tests.e2e.browsing import MARKS, ask, is_phone, overflows
from tests.e2e.test_accessibility import find_serious

pytestmark = MARKS


def test_a_click_on_a_citation_shows_the_highlighted_excerpt(page):
    ask(page, "Who runs the Global Response Center?")
    quote = page.locator(".qa-citation blockquote").first.inner_text()
    assert "operates the Global Response Center" in quote
    page.locator(".qa-open").first.click()
    mark = page.locator("#qa-mark")
    mark.wait_for()
    assert " ".join(mark.inner_text().split()) == " ".join(quote.split())
    page.wait_for_function(
        """() => { const box = document.querySelector('#qa-mark').getBoundingClientRect();
                   return box.top >= 0 && box.bottom <= window.innerHeight; }"""
    )
    assert "Capacity Building" in page.locator(".qa-text").inner_text()
    assert not overflows(page)


def test_documents_that_disagree_stand_side_by_side(page):
    ask(page, "When was the harbour of Tarn dug?")
    said = page.locator(".qa-disagree")
    said.wait_for()
    assert "1810 against 1820" in said.inner_text() or "1820 against 1810" in said.inner_text()
    assert said.locator("blockquote").count() == 2
    assert not overflows(page)


def test_a_thumb_is_kept(page):
    ask(page, "Who runs the Global Response Center?")
    page.locator(".qa-thumb").first.click()
    page.wait_for_function(
        "() => document.querySelector('#qa-status').innerText.includes('qa-bot calibrate')"
    )
    assert page.locator(".qa-thumb").first.is_disabled()
    ask(page, "What does INTERPOL do?")
    assert page.locator(".qa-thumb").first.is_disabled(), "the first answer keeps its thumb"
    assert page.locator(".qa-thumb").last.is_enabled()


def test_a_thumb_down_asks_why_and_keeps_the_reason(page, folder):
    ask(page, "Who runs the Global Response Center?")
    page.get_by_role("button", name="This is wrong").click()
    assert find_serious(page) == []
    page.get_by_role("button", name="Cancel").click()
    assert page.locator(".qa-reasons").is_hidden()
    page.get_by_role("button", name="This is wrong").click()
    page.get_by_label("Only a part of it").check()
    page.get_by_label("In your words").fill(f"<b>{page.viewport_size['width']}</b>")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("qa-bot calibrate").wait_for()
    kept = read_feedback(folder / "index")[-1]
    assert not kept.helpful
    assert kept.reason == f"Only a part of it: <b>{page.viewport_size['width']}</b>"
    assert not overflows(page)


def test_a_long_conversation_never_covers_the_controls(page):
    for question in ("What does the World Bank pay for?", "What does INTERPOL do?"):
        ask(page, question)
    page.wait_for_timeout(500)
    covered = page.evaluate(
        """() => ['#qa-question', '#qa-ask', '#qa-documents', '#qa-clear']
            .filter((name) => {
              const part = document.querySelector(name);
              part.scrollIntoView({block: 'nearest'});
              const box = part.getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return !part.contains(top);
            })"""
    )
    assert covered == []
    inside = page.evaluate(
        """() => {
          const last = document.querySelector('.qa-turns').getBoundingClientRect().bottom;
          const box = document.querySelector('#qa-conversation');
          return getComputedStyle(box).overflowY === 'auto'
            || last <= document.querySelector('#qa-ask-row').getBoundingClientRect().top;
        }"""
    )
    assert inside, "the conversation runs over the question box"


def test_what_was_asked_can_be_edited_and_asked_again(page):
    ask(page, "What does the wrold bank pay for?")
    assert "What does the world bank pay for?" in page.locator(".qa-asked").inner_text()
    page.locator(".qa-asked .qa-edit").click()
    page.wait_for_function(
        "document.querySelector('#qa-question textarea').value.includes('world bank')"
    )


def test_only_the_chosen_documents_are_asked(page):
    page.locator("#qa-documents input").click()
    page.get_by_role("option", name="Zebu").click()
    page.keyboard.press("Escape")
    ask(page, "Where was the protocol on incident response signed?")
    page.locator(".qa-nearest summary, .qa-citations").first.wait_for()
    sources = page.locator(".qa-open").evaluate_all("all => all.map((b) => b.dataset.doc)")
    assert set(sources) == {"zebu <b>.txt"}


def test_a_refusal_shows_the_nearest_passages_as_not_an_answer(page):
    ask(page, "Who won the football championship in Uruguay?")
    assert "don't answer this" in page.locator(".qa-refusal").inner_text()
    assert "not an answer" in page.locator(".qa-nearest summary").inner_text()
    page.locator(".qa-nearest summary").click()
    assert page.locator(".qa-nearest blockquote").first.is_visible()


def test_html_in_documents_and_questions_is_shown_and_never_run(page):
    ask(page, "Where was the zebu protocol signed? <img src=x onerror='window.ran = 5'>")
    quote = page.locator(".qa-citation blockquote").first.inner_text()
    assert "<script>window.ran = 1</script>" in quote
    assert "${window.ran = 3} and {{window.ran}}" in quote
    assert "<img src=x onerror='window.ran = 5'>" in page.locator(".qa-question").inner_text()
    page.locator(".qa-open").first.click()
    page.locator("#qa-mark").wait_for()
    assert "<script>" in page.locator("#qa-mark").inner_text()
    assert page.evaluate("window.ran") is None
    assert page.locator("#qa-conversation img, #qa-source-panel img").count() == 0


def test_examples_and_keyboard(page):
    page.locator("#qa-examples button").first.click()
    page.wait_for_selector(".qa-turn")
    page.locator(".qa-open").first.focus()
    page.keyboard.press("Enter")
    page.locator("#qa-mark").wait_for()
    if is_phone(page):
        page.keyboard.press("Escape")
    page.locator("#qa-clear").click()
    page.wait_for_selector(".qa-intro")
