"""What is where: the composer in view at every size, quotes before all else, no outer scroll."""

from __future__ import annotations

import pytest

from tests.e2e.browsing import (
    BOX,
    MARKS,
    ask,
    chat_menu,
    in_view,
    open_documents,
    open_menu,
    open_source,
    overflows,
    settle,
)

pytestmark = MARKS
WIDTHS = (320, 480, 768, 1023, 1024, 1280, 1600, 2560)


@pytest.mark.parametrize(
    "size", [(1280, 800), (390, 844), (640, 400)], ids=["desktop", "phone", "zoomed to 200 %"]
)
def test_the_composer_is_in_view_in_every_state(opened, address, size):
    page = opened(address, size)
    in_view(page, "#qa-composer")
    for question in (
        "How do international institutions share information?",
        "Who won the football championship in Uruguay?",
        "When was the harbour of Tarn dug?",
    ):
        ask(page, question)
        in_view(page, "#qa-composer")
        assert not overflows(page)
    page.fill(BOX, "\n".join("a line" for _ in range(30)))
    in_view(page, "#qa-composer")
    page.reload()
    page.locator("body[data-ready]").wait_for()
    in_view(page, "#qa-composer")


def test_no_width_overflows(opened, address):
    page = opened(address, (320, 800))
    ask(page, "How often does the keeper paint the lantern room?")
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for view in ("", "documents"):
            page.evaluate("view => { location.hash = view; }", view)
            settle(page)
            parts = page.evaluate(
                """() => [...document.querySelectorAll('#qa-main, #qa-main *, #qa-library')]
                  .filter((part) => part.offsetParent && !part.closest('.qa-scroll, .qa-sr')
                    && part.getBoundingClientRect().right > window.innerWidth + 1)
                  .map((part) => part.className)"""
            )
            if overflows(page) or parts:
                wide.append((width, view, parts))
    assert wide == []


def test_most_of_the_window_is_the_conversation_and_most_of_an_answer_is_quotes(desktop):
    shares = []
    for question in (
        "How do international institutions share information?",
        "What does INTERPOL do?",
        "Who runs the Global Response Center?",
        "What does the World Bank pay for?",
    ):
        ask(desktop, question)
        shares.append(
            desktop.evaluate(
                """() => {
                  const answer = [...document.querySelectorAll('.qa-answer')].at(-1);
                  const height = (part) => part.getBoundingClientRect().height;
                  const quotes = '.qa-quote > blockquote, .qa-other > summary';
                  return [...answer.querySelectorAll(quotes)].map(height)
                    .reduce((a, b) => a + b, 0) / height(answer); }"""
            )
        )
    assert sum(shares) / len(shares) >= 0.6, shares
    share = desktop.evaluate(
        "document.querySelector('.qa-turns').clientHeight / window.innerHeight"
    )
    assert share >= 0.7


def test_the_header_stays_where_it_is(page):
    def tops():
        return page.evaluate(
            """() => ['.qa-bar', '#qa-composer'].map((name) =>
              document.querySelector(name).getBoundingClientRect().top)"""
        )

    ask(page, "What does INTERPOL do?")
    before = tops()
    for question in ("When was the harbour of Tarn dug?", "Who won the football championship?"):
        ask(page, question)
        assert tops() == before


def test_a_question_stays_in_its_place_when_the_column_becomes_wider_or_narrower(opened, address):
    """The source opens beside an answer and closes with a card: the lines before break anew."""
    page = opened(address, (1280, 500))
    place = """() => document.querySelector('.qa-turn:last-child').getBoundingClientRect().top
      - document.querySelector('.qa-turns').getBoundingClientRect().top"""
    for question in ("What are these documents about?", "hello", "What does INTERPOL do?", "hello"):
        ask(page, question)
        assert -1 <= page.evaluate(place) <= 9, question


def test_what_has_the_focus_is_always_seen(page):
    """The outline, or for the question its box, differs from what is there without focus."""
    ask(page, "What does INTERPOL do?")
    page.locator(BOX).focus()
    edge = "getComputedStyle(document.querySelector('#qa-question')).borderTopColor"
    assert page.evaluate(edge) == page.evaluate(
        """() => { const e = document.createElement('i'); e.style.color = 'var(--color-accent)';
          document.body.append(e); const c = getComputedStyle(e).color; e.remove(); return c; }"""
    )
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
              return [e.outerHTML.slice(0, 90), e === document.body || e.tagName === 'TEXTAREA'
                || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)]; }"""
        )
        assert shown, name
        seen.add(name)
    assert len(seen) > 10


def test_what_is_closed_has_no_focus(phone):
    ask(phone, "What does INTERPOL do?")
    phone.locator(BOX).focus()
    for _ in range(30):
        phone.keyboard.press("Tab")
        assert not phone.evaluate("document.activeElement.closest('#qa-left, #qa-right') !== null")
    open_menu(phone)
    assert phone.locator(".qa-sought").is_visible()
    phone.keyboard.press("Escape")
    phone.locator(".qa-sought").wait_for(state="hidden")
    phone.locator(".qa-bar [data-do=menu]:focus").wait_for()


def test_beside_the_side_bar_of_a_phone_a_click_closes_it_and_does_nothing_else(phone):
    ask(phone, "What does INTERPOL do?")
    open_menu(phone)
    phone.locator(".qa-brand [data-do=menu]:focus").wait_for()
    box = phone.locator(".qa-turn [data-do=again]").bounding_box()
    phone.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    phone.locator(".qa-sought").wait_for(state="hidden")
    assert phone.locator(".qa-turn").count() == 1


def test_keys_lead_everywhere_and_are_listed(desktop):
    desktop.keyboard.press("Escape")
    desktop.locator("body").click(position={"x": 640, "y": 120})
    desktop.keyboard.press("?")
    assert desktop.locator(".qa-keys").is_visible()
    desktop.keyboard.press("Escape")
    assert desktop.locator(".qa-keys").is_hidden()
    open_documents(desktop)
    desktop.keyboard.press("Control+k")
    assert desktop.evaluate("document.activeElement.tagName") == "TEXTAREA"
    ask(desktop, "What does INTERPOL do?")
    desktop.keyboard.press("Control+Shift+O")
    assert desktop.locator(".qa-turn").count() == 0
    desktop.locator("body").click(position={"x": 640, "y": 120})
    desktop.keyboard.press("/")
    assert desktop.locator(BOX).input_value() == ""
    assert desktop.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_escape_closes_the_innermost_alone(desktop):
    ask(desktop, "Who runs the Global Response Center?")
    opened = desktop.locator("#qa-right.open")
    desktop.locator("#qa-side [data-do=keys]").click()
    desktop.keyboard.press("Escape")
    assert desktop.locator(".qa-keys").is_hidden()
    chat_menu(desktop, "Rename")
    desktop.keyboard.press("Escape")
    assert desktop.locator(".qa-chats input").count() == 0
    desktop.get_by_role("button", name="Find", exact=True).click()
    desktop.keyboard.type("interpol")
    desktop.keyboard.press("Escape")
    assert desktop.locator(".qa-find").is_hidden()
    assert desktop.evaluate("document.activeElement.title") == "Find"
    assert desktop.evaluate("CSS.highlights.get('qa-found').size") == 0
    assert opened.count() == 1
    desktop.keyboard.press("Escape")
    opened.wait_for(state="detached")


def test_the_question_has_the_focus_at_first(desktop):
    assert desktop.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_long_question_leaves_room_for_its_answer(page):
    """It scrolls by itself, by keyboard too."""
    story = "I have been reading about the police of many countries. " * 20
    ask(page, f"{story}What does INTERPOL do?")
    in_view(page, ".qa-answer")
    assert page.locator(".qa-question h2").get_attribute("tabindex") == "0"


def test_the_theme_is_chosen_and_remembered(desktop):
    dark = "document.body.classList.contains('dark')"
    assert not desktop.evaluate(dark)
    desktop.get_by_role("button", name="Light or dark").click()
    assert desktop.evaluate(dark)
    desktop.reload()
    desktop.locator("body[data-ready]").wait_for()
    assert desktop.evaluate(dark)


def test_the_page_has_an_icon_of_its_own(desktop, address):
    link = desktop.locator("link[rel*=icon]").first.get_attribute("href")
    reply = desktop.request.get(f"{address}{link.lstrip('/')}")
    assert reply.headers["content-type"] == "image/svg+xml"


def test_a_printed_chat_is_its_questions_and_quotes(desktop):
    ask(desktop, "When was the harbour of Tarn dug?")
    open_source(desktop)
    desktop.emulate_media(media="print")
    assert desktop.locator("#qa-left").is_hidden()
    assert desktop.locator("#qa-composer").is_hidden()
    assert desktop.locator(".qa-quote blockquote").first.is_visible()
    assert desktop.locator(".qa-other").count() > 0
    for twice_or_idle in (".qa-other summary", "[data-do=context]", ".qa-actions"):
        assert desktop.locator(f".qa-turn {twice_or_idle}").locator("visible=true").count() == 0
    height = "document.querySelector('.qa-turn').offsetHeight"
    inside = "document.querySelector('.qa-answer').offsetHeight"
    assert desktop.evaluate(height) < desktop.evaluate(inside) + 150
    end = desktop.evaluate("document.querySelector('.qa-turn').getBoundingClientRect().bottom")
    paper = desktop.evaluate("document.documentElement.scrollHeight")
    assert paper < max(end, desktop.viewport_size["height"]) + 50, "empty pages"


def test_a_dark_chat_is_printed_dark_on_white(desktop):
    ask(desktop, "What does INTERPOL do?")
    colour = "getComputedStyle(document.querySelector('.qa-quote blockquote')).color"
    light = desktop.evaluate(colour)
    desktop.get_by_role("button", name="Light or dark").click()
    assert desktop.evaluate(colour) != light
    desktop.emulate_media(media="print")
    assert desktop.evaluate(colour) == light


def test_icons_and_dots_are_seen_in_forced_colours(opened, address):
    page = opened(address, forced_colors="active")
    ask(page, "What does INTERPOL do?")
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('[data-icon], .qa-trust')]
          .filter((part) => part.checkVisibility())
          .filter((part) => {
            const icon = getComputedStyle(part, '::before');
            const { backgroundColor } = getComputedStyle(document.body);
            return icon.forcedColorAdjust !== 'none'
              || icon.backgroundColor === backgroundColor && icon.boxShadow === 'none'; })
          .map((part) => part.outerHTML)"""
    )
    assert unseen == []
    chip = page.locator(".qa-chip").first.evaluate("chip => getComputedStyle(chip).borderStyle")
    assert chip == "solid"


def test_a_short_title_has_no_gap_behind_it_in_its_chip(opened, address):
    page = opened(address)
    ask(page, "How often does the keeper paint the lantern room?")
    gap = page.locator(".qa-chip").first.evaluate(
        """chip => { const name = chip.querySelector('span'); name.textContent = 'Ox';
          const words = new Range(); words.selectNodeContents(name);
          return name.getBoundingClientRect().width - words.getBoundingClientRect().width; }"""
    )
    assert abs(gap) < 2
