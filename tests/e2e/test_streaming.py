"""Answers on their way in a real Chromium, on a server whose reader waits to be let go on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa_bot.models.opening import open_reader
from tests.e2e.browsing import MARKS, ask, overflows
from tests.e2e.test_accessibility import find_serious
from tests.servers import listening, make_app, options_for

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
QUESTION = "Who runs the Global Response Center?"


class PatientReader:
    """The packaged reader, behind a gate."""

    def __init__(self):
        self.gate = threading.Event()
        self.questions = []
        self._reader = open_reader()

    def read(self, question, passages):
        self.questions.append(question)
        assert self.gate.wait(30)
        return self._reader.read(question, passages)


@pytest.fixture(scope="module")
def served(folder):
    """One worker, whose reader comes with the address."""
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has a loop in this thread
        app = elsewhere.submit(make_app, options_for(folder, workers=1)).result()
    library = app.state.service.library
    library._reader = PatientReader()
    library._bot = library._open()
    with listening(app) as address:
        yield address, library._reader


@pytest.fixture(scope="module")
def address(served):
    return served[0]


@pytest.fixture
def reader(served):
    reader = served[1]
    reader.questions.clear()
    reader.gate.clear()
    yield reader
    reader.gate.set()


def start(page, question):
    page.fill("#qa-question textarea", question)
    page.press("#qa-question textarea", "Enter")
    page.locator(".qa-stop").wait_for()


def test_an_answer_comes_in_stages(page, reader):
    start(page, QUESTION)
    page.locator(".qa-asking blockquote").first.wait_for()
    assert "Found 3" in page.locator(".qa-asking .qa-confidence").inner_text()
    found = page.locator(".qa-asking blockquote").all_inner_texts()
    assert page.locator("#qa-conversation [role=status]").inner_text().startswith("Found 3")
    assert find_serious(page) == []
    assert not overflows(page)
    top = page.locator("#qa-ask-row").bounding_box()["y"]
    reader.gate.set()
    page.locator(".qa-turn").wait_for()
    assert page.locator(".qa-asking").count() == 0
    assert page.locator("#qa-conversation [role=status]").inner_text() == ""
    assert set(page.locator(".qa-citation blockquote").all_inner_texts()) & set(found)
    if page.viewport_size["width"] > 768:
        assert page.locator("#qa-ask-row").bounding_box()["y"] == top, "the question box moved"


@pytest.mark.parametrize("by", ["click", "key"])
def test_stopping_puts_the_question_back_and_nothing_comes_after(page, reader, by):
    start(page, QUESTION)
    page.locator(".qa-asking blockquote").first.wait_for()
    if by == "click":
        page.locator(".qa-stop").click()
    else:
        page.keyboard.press("Escape")
    page.get_by_text("Stopped.").wait_for()
    assert page.locator("#qa-question textarea").input_value() == QUESTION
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.locator("#qa-examples").is_visible()
    reader.gate.set()
    page.wait_for_timeout(700)
    assert page.locator(".qa-asking, .qa-turn").count() == 0
    ask(page, QUESTION)
    assert "operates" in page.locator(".qa-citation blockquote").first.inner_text()
    assert page.locator(".qa-turn").count() == 1


def test_a_stopped_question_leaves_the_queue(page, reader, browser, address):
    start(page, QUESTION)
    page.locator(".qa-asking blockquote").first.wait_for()
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector("#qa-question textarea")
    start(other, "What does INTERPOL do?")
    other.wait_for_timeout(500)
    assert "Searching" in other.locator(".qa-asking").inner_text()
    other.locator(".qa-stop").click()
    other.get_by_text("Stopped.").wait_for()
    reader.gate.set()
    page.locator(".qa-turn").wait_for()
    other.wait_for_timeout(700)
    assert reader.questions == [QUESTION]
    assert other.locator(".qa-turn").count() == 0
    other.close()


def test_a_new_question_replaces_the_one_on_its_way(page, reader):
    start(page, "What does INTERPOL do?")
    page.locator(".qa-asking blockquote").first.wait_for()
    start(page, QUESTION)
    page.locator(".qa-asking .qa-question", has_text=QUESTION).wait_for()
    reader.gate.set()
    page.locator(".qa-turn").wait_for()
    page.wait_for_timeout(500)
    assert page.locator(".qa-turn .qa-question p").all_inner_texts() == [QUESTION]
