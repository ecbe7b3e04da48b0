"""Forms of questions in a real Chromium: the card, an overview, a list, two things side by side."""

from __future__ import annotations

from tests.e2e.browsing import MARKS, ask

pytestmark = MARKS


def test_hello_gets_a_card_whose_documents_open_and_whose_questions_are_asked(desktop):
    ask(desktop, "hello")
    card = desktop.locator(".qa-turn").last
    assert card.locator(".qa-known li").count() >= 5
    assert card.locator(".qa-chip").count() == 0
    card.locator(".qa-known button", has_text="Snow hares").click()
    desktop.locator(".qa-source").wait_for()
    assert "Snow hares" in desktop.locator(".qa-viewer").inner_text()
    card.locator(".qa-asks button").last.click()
    desktop.locator(".qa-parts[data-form=overview] h3").first.wait_for()


def test_an_overview_has_a_section_a_document_and_its_excerpts_open(desktop):
    ask(desktop, "What are these documents about?")
    turn = desktop.locator(".qa-turn").last
    assert turn.locator(".qa-parts h3").count() >= 5
    turn.locator(".qa-chip").nth(1).click()
    desktop.locator(".qa-source mark").first.wait_for()


def test_the_rows_of_a_table_are_a_numbered_list(desktop):
    ask(desktop, "List all cities")
    turn = desktop.locator(".qa-turn").last
    assert turn.locator(".qa-list li").count() == 3
    assert "3 items" in turn.inner_text()


def test_two_things_stand_under_their_names(desktop):
    ask(desktop, "Compare INTERPOL with ENISA")
    titles = desktop.locator(".qa-turn").last.locator(".qa-parts h3").all_inner_texts()
    assert titles[-2:] == ["INTERPOL", "ENISA"]


def test_two_questions_are_answered_each_under_its_own(desktop):
    ask(desktop, "What do snow hares eat in summer and who paints the lantern room?")
    turn = desktop.locator(".qa-turn").last
    assert turn.locator(".qa-parts h3").all_inner_texts() == [
        "What do snow hares eat in summer?",
        "Who paints the lantern room?",
    ]
