"""The chat in a real Chromium: ask, click, see the highlight; hostile text is inert."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from qa_bot import build_index
from tests.conftest import ESSAY, ROOT

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = (
    "The Zebu Protocol\n\n"
    "The zebu protocol <script>window.ran = 1</script> was signed in Oslo "
    '<img src=x onerror="window.ran = 2"> by ${window.ran = 3} and {{window.ran}} `window.ran=4`.\n'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory, encoder):
    """A chat on the essay and a hostile document, in a process of its own."""
    folder = tmp_path_factory.mktemp("chat")
    shutil.copytree(ESSAY, folder / "corpus")
    (folder / "corpus" / "zebu <b>.txt").write_text(HOSTILE)
    build_index(folder / "corpus", folder / "index", encoder=encoder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa_bot", "serve", "--port", str(port)]
    environment = os.environ | {"QA_BOT_INDEX": str(folder / "index"), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, "the chat ended at once"
            time.sleep(0.25)
    yield url
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def page(request, browser, address):
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    outside = []
    opened.on("request", lambda r: outside.append(r.url) if is_outside(r.url) else None)
    opened.goto(address)
    opened.wait_for_selector("#qa-question textarea")
    yield opened
    assert outside == []
    opened.close()


def is_outside(url):
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def ask(page, question):
    turns = page.locator(".qa-turn").count()
    page.fill("#qa-question textarea", question)
    page.press("#qa-question textarea", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.qa-turn').length > n", arg=turns)


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


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


def test_a_long_conversation_never_covers_the_controls(page):
    for question in ("What does the World Bank pay for?", "What does INTERPOL do?"):
        ask(page, question)
    page.wait_for_timeout(500)
    covered = page.evaluate(
        """() => ['#qa-question', '#qa-ask', '#qa-documents', '#qa-clear', '#qa-rebuild']
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
    page.locator(".qa-edit").click()
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
    page.locator("#qa-clear").click()
    page.wait_for_selector(".qa-intro")


def test_rebuild_reports_what_it_did(page):
    page.locator("#qa-rebuild").click()
    page.wait_for_selector("#qa-status .qa-notice", timeout=60_000)
    assert "Rebuilt: 2 documents" in page.locator("#qa-status").inner_text()
    ask(page, "What does INTERPOL do?")
    assert "INTERPOL" in page.locator(".qa-citation blockquote").first.inner_text()
