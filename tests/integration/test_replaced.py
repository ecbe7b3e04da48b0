"""Documents that another one replaces: what holds now comes first."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.replaced import find_replaced
from tests.fakes import FakeEncoder

OLD = (
    "# Home Working Policy\n\nVersion 1, 3 February 2021\n\nStaff may work at home two days a week."
)
NEW = (
    "# Home Working Policy\n\nVersion 2, 9 September 2024. {replaces}\n\n"
    "Staff may work at home three days a week."
)
OTHER = "# Travel Policy\n\n1 March 2021\n\nStaff travel by train."


@pytest.fixture
def opened(tmp_path):
    """Opens the index of the two versions, the newer one with these words."""

    def make(replaces, encoder=None, **files):
        folder = tmp_path / "corpus"
        folder.mkdir()
        files = {"a": OLD, "b": NEW.format(replaces=replaces), "c": OTHER} | files
        for name, text in files.items():
            (folder / f"{name}.md").write_text(text)
        build_index(folder, tmp_path / "index", encoder=encoder)
        return QABot.open(tmp_path / "index", encoder=encoder)

    return make


def replaced_in(bot, question):
    ids = [document.doc_id for document in bot.documents()]
    found = find_replaced(bot.index, ids, question)
    return sorted(document.source for document in bot.documents() if document.doc_id in found)


@pytest.mark.parametrize(
    ("replaces", "replaced"),
    [
        ("This policy replaces the Home Working Policy of February 2021.", ["a.md"]),
        ("It supersedes all earlier versions.", ["a.md"]),
        ("This policy replaces the notice of 2019.", []),
        ("Oats, grated, replace flour.", []),
        ("", []),
    ],
)
def test_a_document_is_replaced_where_another_says_so(opened, replaces, replaced):
    with opened(replaces, FakeEncoder()) as bot:
        assert replaced_in(bot, "How many days may staff work at home?") == replaced


@pytest.mark.parametrize(
    "question",
    ["How many days were allowed before?", "How many days in 2021?", "What has changed?"],
)
def test_to_a_question_about_the_past_nothing_is_replaced(opened, question):
    with opened("It supersedes all earlier versions.", FakeEncoder()) as bot:
        assert replaced_in(bot, question) == []


@pytest.mark.parametrize(
    "question",
    ["How often is a desk replaced?", "Can I buy my old desk?", "Whom do I tell before I leave?"],
)
def test_words_of_the_past_that_are_of_no_document_ask_what_holds(opened, question):
    with opened("It supersedes all earlier versions.", FakeEncoder()) as bot:
        assert replaced_in(bot, question) == ["a.md"]


@pytest.mark.parametrize("question", ["Which policy was replaced?", "What did the old policy say?"])
def test_an_old_document_may_be_asked_for(opened, question):
    with opened("It supersedes all earlier versions.", FakeEncoder()) as bot:
        assert replaced_in(bot, question) == []


@pytest.mark.parametrize("now", ["", " today"])
def test_what_holds_now_is_quoted_first_and_the_older_after_it(opened, now):
    with opened("This policy replaces the Home Working Policy of February 2021.") as bot:
        answer = bot.answer(f"How many days a week may staff work at home{now}?")
    assert answer.answered
    assert [c.source for c in answer.citations] == ["b.md", "a.md"]
    assert [c.same_as for c in answer.citations] == [None, None]
