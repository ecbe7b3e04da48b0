"""Answers on their way in a real Chromium, on a server whose reader waits to be let go on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa_bot.models.opening import open_reader
from tests.e2e.browsing import BOX, MARKS, PATIENCE, answered, ask, open_page
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
        assert self.gate.wait(PATIENCE / 1000)
        return self._reader.read(question, passages)


@pytest.fixture(scope="module")
def served(folder):
    """One worker, whose reader comes with the address."""
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has a loop in this thread
        app = elsewhere.submit(make_app, options_for(folder, workers=1)).result()
    library = app.state.service.library
    library._reader = PatientReader()
    library._reader.gate.set()
    library._bot = library._open()
    with listening(app) as address:
        yield f"{address}/", library._reader


@pytest.fixture(scope="module")
def address(served):
    return served[0]


@pytest.fixture
def reader(served):
    """The reader behind its gate, once the examples are made."""
    for thread in threading.enumerate():
        if thread.name == "examples":
            thread.join(PATIENCE / 1000)
    reader = served[1]
    reader.questions.clear()
    reader.gate.clear()
    yield reader
    reader.gate.set()


def start(page, question):
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.locator(".qa-waiting").wait_for()


def test_how_far_an_answer_is_is_told_until_it_comes(page, reader):
    start(page, QUESTION)
    page.locator(".qa-waiting", has_text="places, reading them closely").wait_for()
    assert "reading them closely" in page.locator("#qa-log .qa-sr").inner_text()
    reader.gate.set()
    answered(page)
    assert page.locator(".qa-waiting").count() == 0
    assert "operates" in page.locator(".qa-quote blockquote").first.inner_text()


@pytest.mark.parametrize("by", ["button", "key"])
def test_stopping_puts_the_question_back_and_nothing_comes_after(page, reader, by):
    start(page, QUESTION)
    page.locator(".qa-waiting", has_text="places").wait_for()
    if by == "button":
        page.get_by_role("button", name="Stop", exact=True).click()
    else:
        page.keyboard.press("Escape")
    assert page.locator(".qa-turn").count() == 0
    assert page.locator(BOX).input_value() == QUESTION
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    reader.gate.set()
    ask(page, "What does INTERPOL do?")
    assert page.locator(".qa-question h2").all_inner_texts() == ["What does INTERPOL do?"]
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('turn')).length") == 1


def test_a_stopped_question_leaves_the_queue(page, reader, opened, address):
    start(page, QUESTION)
    page.locator(".qa-waiting", has_text="places").wait_for()
    other = opened(address)
    start(other, "What does INTERPOL do?")
    with other.expect_response(lambda reply: '"stop"' in (reply.request.post_data or "")):
        other.get_by_role("button", name="Stop", exact=True).click()
    reader.gate.set()
    answered(page)
    ask(page, "What do snow hares eat?")
    assert "What does INTERPOL do?" not in reader.questions
    assert other.locator(".qa-turn").count() == 0


def test_a_slow_connection_draws_the_question_at_once_and_stops_at_once(opened, address, reader):
    page, held = opened(address), []
    reader.gate.set()
    page.route("**/gradio_api/queue/join*", lambda route: held.append(route))
    page.fill(BOX, QUESTION)
    with page.expect_request("**/gradio_api/queue/join*"):
        page.press(BOX, "Enter")
    page.locator(".qa-waiting").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    assert page.locator(".qa-turn").count() == 0
    assert held
    page.unroute("**/gradio_api/queue/join*")  # what was held back goes on
    ask(page, "What does INTERPOL do?")
    assert page.locator(".qa-question h2").all_inner_texts() == ["What does INTERPOL do?"]
    open_page(page, address)
    assert page.locator(".qa-turn").count() == 1, "what was stopped is not in the chat"


def test_a_question_whose_connection_is_lost_can_be_asked_again(page, reader):
    reader.gate.set()
    ask(page, "What does INTERPOL do?")
    page.route("**/gradio_api/queue/join*", lambda route: route.abort())
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    page.locator(".qa-error", has_text="The answer did not come").wait_for()
    page.unroute("**/gradio_api/queue/join*")
    assert page.locator(".qa-question h2").all_inner_texts()[1:] == [QUESTION]
    page.locator(".qa-error + [data-do=again]").click()
    answered(page, 2)
    assert "operates" in page.locator(".qa-quote blockquote").last.inner_text()


def test_while_the_server_is_away_the_page_says_so_and_loses_nothing(page, reader):
    reader.gate.set()
    page.route("**/gradio_api/**", lambda route: route.abort())
    page.fill(BOX, QUESTION)
    page.press(BOX, "Enter")
    page.locator(".qa-lost").wait_for()
    page.locator(".qa-waiting", has_text="Waiting for the server").wait_for()
    page.locator(".toast-wrap > *").first.wait_for(state="attached")
    assert page.locator(".toast-wrap").is_hidden()
    page.fill(BOX, "What does INTERPOL do?")
    page.unroute("**/gradio_api/**")
    page.locator(".qa-error", has_text="The answer did not come").wait_for()
    page.locator("body[data-ready]").wait_for()
    assert page.locator(".qa-lost").is_hidden()
    assert page.locator(".qa-question h2").all_inner_texts() == [QUESTION]
    assert page.locator(BOX).input_value() == "What does INTERPOL do?"
    page.press(BOX, "Enter")
    answered(page, 1)
