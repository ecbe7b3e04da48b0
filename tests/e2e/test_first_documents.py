"""A server without an index in a real Chromium: documents are added, indexed and asked there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.browsing import MARKS, ask, overflows
from tests.e2e.test_accessibility import find_serious
from tests.servers import listening, make_app, options_for

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
TEXT = (
    "The Ferry\n\nWhen does the ferry leave?\n\nThe ferry to Tarn leaves at nine every morning.\n"
)


@pytest.fixture
def address(tmp_path):
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright has a loop in this thread
        app = elsewhere.submit(make_app, options_for(tmp_path)).result()
    with listening(app) as address:
        yield address


def test_the_first_documents_are_added_and_asked_without_a_restart(page):
    page.get_by_text("There are no documents to ask yet").wait_for()
    assert find_serious(page) == []
    assert not overflows(page)
    assert page.locator("#qa-examples button:visible").count() == 0
    page.fill("#qa-question textarea", "When does the ferry leave?")
    page.press("#qa-question textarea", "Enter")
    page.get_by_text("There are no documents to ask: add").wait_for()
    page.locator(".qa-asking").wait_for(state="detached")
    assert page.locator("#qa-question textarea").input_value() == "When does the ferry leave?"
    page.locator("#qa-welcome input[type=file]").set_input_files(
        [{"name": "ferry.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}]
    )
    page.get_by_text("These wait to be indexed").wait_for()
    page.get_by_role("button", name="Build the index").click()
    page.get_by_text("Rebuilt: 1 documents").wait_for(timeout=60_000)
    assert page.locator(".qa-welcome").count() == 0
    ask(page, "When does the ferry leave?")
    assert "leaves at nine" in page.locator(".qa-citation blockquote").first.inner_text()
    page.reload()
    page.locator(".qa-turn").wait_for()
    assert page.locator(".qa-welcome").count() == 0
