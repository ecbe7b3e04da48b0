"""Questions in a real Chromium: asked once, drawn at once, answered or refused."""

from __future__ import annotations

import pytest

from qa_bot.answering.calibration import read_feedback
from tests.e2e.browsing import (
    BOX,
    COMMANDS,
    MARKS,
    answered,
    ask,
    is_phone,
    notified,
    open_documents,
    open_source,
    said,
)

pytestmark = MARKS


def test_enter_twice_asks_once_and_enter_on_an_empty_box_does_nothing(page):
    page.press(BOX, "Enter")
    page.fill(BOX, "   ")
    page.press(BOX, "Enter")
    assert page.locator(".qa-turn").count() == 0
    assert page.locator("#qa-question .submit-button").is_disabled()
    held = []
    page.route("**/gradio_api/queue/join*", lambda route: held.append(route))
    page.fill(BOX, "What does INTERPOL do?")
    with page.expect_request("**/gradio_api/queue/join*"):
        page.press(BOX, "Enter")
    page.fill(BOX, "And ENISA?")
    page.press(BOX, "Enter")
    for route in held:
        route.continue_()
    page.unroute("**/gradio_api/queue/join*")
    answered(page)
    assert page.locator(".qa-question h2").all_inner_texts() == ["What does INTERPOL do?"]
    assert page.locator(BOX).input_value() == "And ENISA?", "the second question is not lost"
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('chat')).length") == 1


def test_the_question_is_drawn_before_the_server_hears_of_it(page):
    page.route("**/gradio_api/queue/join*", lambda route: None)
    page.fill(BOX, "What does INTERPOL do?")
    page.press(BOX, "Enter")
    page.locator(".qa-waiting").wait_for()
    assert page.locator(".qa-question h2").inner_text() == "What does INTERPOL do?"
    assert page.locator(BOX).input_value() == ""
    assert page.locator("#qa-question .stop-button").is_visible()


def test_an_answer_is_quoted_with_its_source_and_how_sure_it_is(page):
    ask(page, "Who runs the Global Response Center?")
    quote = page.locator(".qa-quote blockquote").first.inner_text()
    assert "operates the Global Response Center" in quote
    assert page.locator(".qa-trust").inner_text() in (
        "Clear match", "Possible match: check the source", "Weak match",
    )  # fmt: skip
    assert "of 100" in page.locator(".qa-trust").get_attribute("title")
    assert page.locator(".qa-chip").first.inner_text().startswith("1")


def test_further_excerpts_are_a_line_each_until_they_are_opened(page):
    ask(page, "When was the harbour of Tarn dug?")
    other = page.locator(".qa-other").first
    assert not other.locator("blockquote").is_visible()
    other.locator("summary").click()
    assert other.locator("blockquote").is_visible()
    note = page.locator(".qa-note").inner_text()
    assert "[1] and [2] disagree:" in note
    assert "1810" in note
    assert "1820" in note


def test_more_context_opens_in_place_and_closes(page):
    ask(page, "Who runs the Global Response Center?")
    quote = page.locator(".qa-quote blockquote").first
    before = quote.inner_text()
    page.get_by_role("button", name="Show more context").first.click()
    page.locator(".qa-context").first.wait_for()
    assert before in quote.inner_text()
    assert len(quote.inner_text()) > len(before) + 200
    page.get_by_role("button", name="Show less").click()
    assert quote.inner_text() == before


def test_a_refusal_says_so_and_shows_the_closest_passage_as_what_it_is(page):
    ask(page, "Who won the football championship in Uruguay?")
    assert page.locator(".qa-refusal").inner_text() == "Not in these documents."
    assert "Uruguay" in page.locator(".qa-why").inner_text()
    assert "not an answer" in page.locator(".qa-closest h3").inner_text()
    assert page.locator(".qa-closest blockquote").first.is_visible()
    assert page.locator(".qa-trust").count() == 0


def test_a_suggestion_of_a_refusal_asks_and_is_answered(page):
    ask(page, "Who hunts polar bears in winter?")
    chip = page.locator(".qa-asks button").first
    question = chip.inner_text()
    chip.click()
    answered(page, 1)
    assert page.locator(".qa-question h2").last.inner_text() == question
    assert page.locator(".qa-turn").last.locator(".qa-trust").count() == 1


def test_every_example_is_answered_and_they_come_from_several_documents(desktop):
    page = desktop
    page.wait_for_function("document.querySelectorAll('.qa-examples button').length >= 3")
    examples = page.locator(".qa-examples button").all_inner_texts()
    sources = set()
    for question in examples:
        ask(page, question)
        turn = page.locator(".qa-turn").last
        assert turn.locator(".qa-refusal").count() == 0, f"{question} is refused"
        sources.add(turn.locator(".qa-chip").first.get_attribute("data-doc"))
    assert len(sources) >= 3


@pytest.mark.parametrize("follow_up", ["Why?", "And ENISA?", "What about that?"])
def test_follow_ups_are_resolved_from_the_turns_before(desktop, follow_up):
    ask(desktop, "What does INTERPOL do?")
    ask(desktop, follow_up)
    asked = desktop.locator(".qa-asked").last.inner_text()
    assert asked.startswith("Asked ")
    assert "(" not in asked
    assert "INTERPOL" in asked or "ENISA" in asked


def test_what_was_asked_can_be_edited_and_asked_again(page):
    ask(page, "What does the wrold bank provide?")
    assert "What does the world bank provide?" in page.locator(".qa-asked").inner_text()
    page.locator(".qa-asked [data-do=edit]").click()
    assert "world bank" in page.locator(BOX).input_value()
    page.locator(".qa-question [data-do=edit]").click()
    assert "wrold bank" in page.locator(BOX).input_value()
    page.fill(BOX, "")
    page.locator("[data-do=again]").click()
    answered(page, 1)
    assert "world bank" in page.locator(".qa-question h2").last.inner_text()


def test_only_the_chosen_documents_are_asked(page):
    if is_phone(page):
        page.locator(".qa-bar [data-do=menu]").click()
    page.locator("[data-scope='zebu <b>.txt']").check()
    if is_phone(page):
        page.locator(".qa-brand [data-do=menu]").click()
    assert page.locator("[data-do=scope]").inner_text() == "The Zebu <b> Protocol"
    ask(page, "Where was the protocol on incident response signed?")
    sources = page.locator(".qa-chip").evaluate_all("all => all.map((b) => b.dataset.doc)")
    assert set(sources) == {"zebu <b>.txt"}
    page.locator("[data-do=scope]").click()
    assert page.locator("[data-do=scope]").inner_text() == "All documents"


def test_a_thumb_is_kept_and_remembered_after_a_reload(page, folder):
    ask(page, "Who runs the Global Response Center?")
    page.get_by_role("button", name="This helped").click()
    notified(page, "It is kept on this machine")
    assert read_feedback(folder / "index")[-1].helpful
    page.reload()
    page.locator("body[data-ready]").wait_for()
    thumb = page.get_by_role("button", name="This helped")
    assert thumb.get_attribute("aria-pressed") == "true"


def test_a_thumb_down_asks_why_and_keeps_the_reason(page, folder):
    ask(page, "Who runs the Global Response Center?")
    page.get_by_role("button", name="This is wrong").click()
    page.get_by_role("button", name="Cancel", exact=True).last.click()
    assert page.locator(".qa-reasons").is_hidden()
    page.get_by_role("button", name="This is wrong").click()
    page.keyboard.press("Escape")
    assert page.locator(".qa-reasons").is_hidden()
    page.get_by_role("button", name="This is wrong").click()
    page.get_by_label("Only a part of it").check()
    page.get_by_label("In your words").fill(f"<b>{page.viewport_size['width']}</b>")
    page.get_by_role("button", name="Send", exact=True).click()
    notified(page, "It is kept on this machine")
    kept = read_feedback(folder / "index")[-1]
    assert not kept.helpful
    assert kept.reason == f"Only a part of it: <b>{page.viewport_size['width']}</b>"


def test_how_much_room_is_left_is_told_near_the_limit(desktop):
    desktop.fill(BOX, "x" * 1_900)
    assert desktop.locator("#qa-tools output").inner_text() == "100 characters left"
    desktop.fill(BOX, "x" * 100)
    assert desktop.locator("#qa-tools output").inner_text() == ""


def test_html_in_documents_and_questions_is_shown_and_never_run(page):
    ask(page, "Where was the zebu protocol signed? <img src=x onerror='window.ran = 5'>")
    quote = page.locator(".qa-quote blockquote").first.inner_text()
    assert "<script>window.ran = 1</script>" in quote
    assert "${window.ran = 3} and {{window.ran}}" in quote
    assert "<img src=x onerror='window.ran = 5'>" in page.locator(".qa-question").inner_text()
    open_source(page)
    assert "<script>" in page.locator(".qa-text mark").first.inner_text()
    page.reload()
    page.locator("body[data-ready]").wait_for()
    assert "<script>" in page.locator(".qa-quote blockquote").first.inner_text()
    assert page.evaluate("window.ran") is None
    assert page.locator("#qa-log img, #qa-viewer img").count() == 0


def test_no_words_of_the_command_line_are_on_the_page(page):
    ask(page, "When was the harbour of Tarn dug?")
    ask(page, "Does the essay mention whales?")
    ask(page, "Compare snow hares with ENISA")
    ask(page, "Who won the football championship in Uruguay?")
    open_source(page)
    shown = said(page)
    page.keyboard.press("Escape")
    open_documents(page)
    page.locator("summary[aria-label=Versions]").click()
    page.locator(".qa-versions li").first.wait_for()
    page.locator(".qa-picture summary").click()
    page.locator(".qa-map svg").wait_for()
    shown += said(page)
    assert [word for word in COMMANDS if word in shown] == []
