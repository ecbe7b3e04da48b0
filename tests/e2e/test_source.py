"""The source in a real Chromium: it opens on a citation, follows the answer, and closes."""

from __future__ import annotations

import pytest

from tests.e2e.browsing import (
    BOX,
    MARKS,
    ask,
    in_view,
    is_phone,
    notified,
    open_documents,
    open_source,
    settle,
)
from tests.servers import make_library

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
TWO = "When was the harbour of Tarn dug?"
PDF = "How often does the keeper paint the lantern room?"


def is_open(page):
    return page.evaluate("document.querySelector('#qa-right').classList.contains('open')")


def test_a_citation_opens_its_source_at_the_marked_excerpt(page):
    ask(page, "Who runs the Global Response Center?")
    quote = page.locator(".qa-quote blockquote").first.inner_text()
    open_source(page)
    mark = page.locator(".qa-text mark").first
    assert " ".join(mark.inner_text().split()) == " ".join(quote.split())
    in_view(page, ".qa-text mark")


def test_an_item_and_code_far_down_open_at_their_place(serve, opened, tmp_path, encoder):
    filler = "\n\n".join(f"Note {n}: the harbour was quiet that day." for n in range(120))
    items = "## Tools\n\n- The hammer hangs by the door.\n- The ladder stands in the cellar.\n"
    code = "## Start\n\nTo start the lantern, run:\n\n```sh\nlantern start --slowly\n```\n"
    text = f"# Guide\n\n{filler}\n\n{items}\n{filler}\n\n{code}\n{filler}\n"
    page = opened(serve(make_library(tmp_path / "x", {"guide.md": text}, encoder)))
    for question in ("Where does the ladder stand?", "How do I start the lantern?"):
        ask(page, question)
        open_source(page)
        page.wait_for_function(
            """() => { const pane = document.querySelector('.qa-text').getBoundingClientRect();
              const marks = [...document.querySelectorAll('.qa-text mark')];
              const { top, bottom } = marks.find((m) => m.checkVisibility())
                .getBoundingClientRect();
              return top >= pane.top && bottom <= pane.bottom; }"""
        )
    assert page.locator(".qa-quote .qa-code").last.inner_text() == "lantern start --slowly"
    assert "```" not in page.locator(".qa-answer").last.inner_text()
    assert find(page, "run: lantern start --slowly note 0").inner_text() == "1 of 1"
    assert find(page, "```").inner_text() == "not found", "what is not shown is not found"


def test_a_document_that_changed_since_the_answer_is_shown_unmarked(desktop):
    ask(desktop, "Who runs the Global Response Center?")
    desktop.evaluate(
        """() => { const key = Object.keys(localStorage).find((k) => k.startsWith('qa_bot.turn.'));
          const kept = JSON.parse(localStorage[key]);
          kept.exchange.answer.citations[0].quote = 'It was otherwise once.';
          localStorage[key] = JSON.stringify(kept); }"""
    )
    desktop.reload()
    desktop.locator(".qa-chip").first.click()
    desktop.get_by_text("The document has changed since this answer").wait_for()
    assert desktop.locator(".qa-text mark").count() == 0
    desktop.get_by_role("button", name="Show more context").first.click()
    notified(desktop, "has changed")
    assert desktop.locator(".qa-context").count() == 0


def test_on_a_wide_screen_the_first_excerpt_opens_by_itself(page):
    ask(page, "Who runs the Global Response Center?")
    assert is_open(page) is not is_phone(page)


def test_it_never_stays_beside_an_unrelated_answer(desktop):
    ask(desktop, "Who runs the Global Response Center?")
    assert is_open(desktop)
    ask(desktop, "Who won the football championship in Uruguay?")
    assert not is_open(desktop)
    ask(desktop, PDF)
    desktop.locator("[data-do=new]").click()
    settle(desktop)
    assert not is_open(desktop)
    assert desktop.locator("#qa-right").is_hidden()


@pytest.mark.parametrize("by", ["button", "key"])
def test_it_closes_and_the_focus_is_where_it_was(page, by):
    ask(page, "Who runs the Global Response Center?")
    page.locator(".qa-chip").first.focus()
    page.keyboard.press("Enter")
    page.locator(".qa-source h2:focus").wait_for()
    if by == "button":
        page.get_by_role("button", name="Close the source").click()
    else:
        page.keyboard.press("Escape")
    settle(page)
    assert not is_open(page)
    assert page.evaluate("document.activeElement.className") == "qa-chip"


def test_on_a_phone_it_covers_the_page_and_back_closes_it(phone):
    ask(phone, "Who runs the Global Response Center?")
    address = phone.url
    open_source(phone)
    box = phone.locator(".qa-viewer").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["height"] >= 843
    phone.go_back()
    settle(phone)
    assert not is_open(phone)
    assert phone.url == address
    assert phone.locator(".qa-turn").count() == 1
    open_source(phone)
    phone.get_by_role("button", name="Close the source").click()
    settle(phone)
    assert not is_open(phone)
    assert phone.url == address


def test_stepping_follows_in_the_conversation_and_keeps_the_focus(desktop):
    page = desktop
    for question in (TWO, "Who runs the Global Response Center?", TWO):
        ask(page, question)
    page.locator(".qa-turns").evaluate("turns => { turns.scrollTop = 0; }")
    page.locator(".qa-turn").last.locator(".qa-chip").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".qa-steps", has_text="2/2").wait_for()
    settle(page)
    current = page.locator(".qa-chip[aria-current]")
    second = page.locator(".qa-turn").last.locator(".qa-chip").nth(1)
    assert current.get_attribute("data-doc") == second.get_attribute("data-doc")
    in_view(page, ".qa-chip[aria-current]")
    page.get_by_role("button", name="Previous excerpt").click()
    page.locator(".qa-steps", has_text="1/2").wait_for()
    settle(page)
    assert page.evaluate("document.activeElement.dataset.do") == "step", "not lost to the body"
    page.keyboard.press("ArrowRight")
    page.locator(".qa-steps", has_text="2/2").wait_for()
    assert page.get_by_role("button", name="Next excerpt").is_disabled()


def test_by_keyboard_alone_from_the_question_to_the_next_excerpt_and_back(page):
    page.locator(BOX).focus()
    page.keyboard.type(TWO)
    page.keyboard.press("Enter")
    page.locator(".qa-chip").first.wait_for()
    settle(page)
    for _ in range(30):
        if page.evaluate("document.activeElement.matches('.qa-chip')"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".qa-source h2:focus").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator(".qa-steps", has_text="2/2").wait_for()
    settle(page)
    assert page.evaluate("document.activeElement.closest('.qa-viewer') !== null")
    page.keyboard.press("Escape")
    settle(page)
    assert page.evaluate("document.activeElement.matches('.qa-chip')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_page_of_a_pdf_is_shown_with_the_words_marked_and_can_be_enlarged(page):
    ask(page, PDF)
    open_source(page)
    picture = page.locator(".qa-sheet img")
    page.wait_for_function("document.querySelector('.qa-sheet img').naturalWidth === 1200")
    assert page.locator(".qa-box").count() == 2, "the sentence goes over two lines"
    in_view(page, ".qa-box")
    width = picture.bounding_box()["width"]
    for _ in range(2):
        page.get_by_role("button", name="Larger").click()
    assert picture.bounding_box()["width"] > 1.4 * width
    line = page.locator(".qa-box").first.bounding_box()["height"]
    assert line >= 12, "the text of the page can be read"
    in_view(page, ".qa-box")
    page.get_by_role("button", name="Previous page").click()
    page.get_by_text("Page 1 of 2").wait_for()
    assert page.locator(".qa-box").count() == 0
    assert page.get_by_role("button", name="Previous page").is_disabled()
    page.get_by_role("button", name="Text", exact=True).click()
    assert "every seventh spring" in page.locator(".qa-text mark").first.inner_text()
    in_view(page, ".qa-text mark")


def test_the_file_itself_can_be_opened(desktop, address):
    ask(desktop, PDF)
    link = desktop.get_by_role("link", name="Open the file")
    assert link.get_attribute("target") == "_blank"
    reply = desktop.request.get(address + link.get_attribute("href"))
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body().startswith(b"%PDF")
    other = desktop.request.get(f"{address}api/v1/files/hares.html")
    assert other.headers["content-disposition"].startswith("attachment")
    assert other.headers["content-type"] == "application/octet-stream"


def test_tables_and_headings_are_such_and_the_cited_row_is_marked(page):
    ask(page, "What is the rate in euros of Rome?")
    open_source(page)
    cited = page.locator(".qa-cited")
    assert cited.locator("td").all_inner_texts() == ["Rome", "45", "June 2024"]
    assert page.locator(".qa-table th").all_inner_texts() == ["City", "Rate in euros", "Valid from"]
    page.keyboard.press("Escape")
    ask(page, "What do snow hares eat?")
    open_source(page)
    assert "Snow hares" in page.locator(".qa-text :is(h3, h4)").all_inner_texts()


def test_what_is_set_by_blanks_keeps_them(serve, opened, tmp_path, encoder):
    code = "def drain(tank):\n    while tank.level > 0:\n        tank.open_valve()"
    text = f"# Pumps\n\nTo drain the tank, run this.\n\n```\n{code}\n```\n"
    page = opened(serve(make_library(tmp_path / "x", {"pumps.md": text}, encoder)))
    ask(page, "How do I drain the tank?")
    open_source(page)
    inside = "    while tank.level > 0:\n        tank.open_valve()"
    assert inside in page.locator(".qa-text").inner_text()
    page.get_by_role("button", name="Show more context").first.click()
    page.locator(".qa-context").first.wait_for()
    assert inside in page.locator(".qa-quote blockquote").first.inner_text()


def find(page, words):
    if page.locator(".qa-find").is_hidden():
        page.get_by_role("button", name="Find", exact=True).click()
    page.locator(".qa-find input").fill(words)
    return page.locator(".qa-find output")


def test_words_are_found_forwards_backwards_and_across_the_mark(page):
    ask(page, "Who runs the Global Response Center?")
    open_source(page)
    found = find(page, "interpol")
    assert found.inner_text() == "1 of 2"
    page.get_by_role("button", name="Previous match").click()
    assert found.inner_text() == "2 of 2"
    page.keyboard.press("Enter")
    assert page.evaluate("CSS.highlights.get('qa-found').size") == 2
    across = page.evaluate(
        """() => { const mark = document.querySelector('.qa-text mark');
          const before = mark.previousSibling?.textContent ?? '';
          const words = (before.trim() || 'x').split(/\\s+/);
          return `${words.at(-1)} ${mark.textContent.split(/\\s+/).slice(0, 3).join(' ')}`; }"""
    )
    assert find(page, across).inner_text().startswith("1 of "), across
    assert find(page, "no such words").inner_text() == "not found"


def test_contents_lead_to_a_heading(page):
    ask(page, "Who runs the Global Response Center?")
    open_source(page)
    page.locator("summary[aria-label=Contents]").click()
    page.locator("[data-do=section]").last.click()
    last = page.locator(".qa-text [data-at]").last
    page.wait_for_function("at => at.getBoundingClientRect().top < 400", arg=last.element_handle())


def test_its_width_is_dragged_and_remembered(desktop):
    ask(desktop, PDF)
    grip = desktop.locator(".qa-grip").bounding_box()
    desktop.mouse.move(grip["x"] + 4, 300)
    desktop.mouse.down()
    desktop.mouse.move(grip["x"] - 96, 300)
    desktop.mouse.up()
    width = desktop.locator("#qa-right").bounding_box()["width"]
    assert width == pytest.approx(580, abs=6)
    desktop.locator(".qa-grip").focus()
    desktop.keyboard.press("ArrowRight")
    assert desktop.locator("#qa-right").bounding_box()["width"] == pytest.approx(width - 32, abs=2)
    desktop.reload()
    desktop.locator("body[data-ready]").wait_for()
    ask(desktop, PDF)
    assert desktop.locator("#qa-right").bounding_box()["width"] == pytest.approx(width - 32, abs=2)


def test_a_document_opens_from_the_list_and_from_the_map(page):
    open_documents(page)
    page.get_by_role("button", name="Snow hares").last.click()
    page.locator(".qa-source h2", has_text="Snow hares").wait_for()
    page.keyboard.press("Escape")
    settle(page)
    page.locator(".qa-picture summary").click()
    page.locator(".qa-map svg").wait_for()
    assert page.locator(".qa-sizes li").count() >= 6
    page.locator(".qa-map-field").focus()
    page.keyboard.press("ArrowRight")
    named = page.locator(".qa-map-said p").inner_text().split(" · ")[-1].removesuffix(" …")
    page.keyboard.press("Enter")
    mark = page.locator(".qa-text mark").first
    mark.wait_for(state="attached")
    assert " ".join(mark.text_content().split())[:20] in " ".join(named.split())
