"""General questions about something, in the plain words for them."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.general_questions import reword_general, tells
from qa_bot.config import Settings
from tests.fakes import FakeEncoder, FakeReader


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("How does the World Bank contribute?", "What does the World Bank do?"),
        ("How do the auditors help?", "What do the auditors do?"),
        ("How did NATO act?", "What did NATO do?"),
        ("What is the World Bank's role?", "What does the World Bank do?"),
        ("what is ENISA’s main task", "What does ENISA do?"),
        ("What was the council's function?", "What did the council do?"),
        ("What is the role of the auditors?", "What do the auditors do?"),
        ("What role does INTERPOL play?", "What does INTERPOL do?"),
        ("What is the treasurer responsible for?", "What does the treasurer do?"),
        ("What does the UN contribute?", "What does the UN do?"),
        ("How does the World Bank help poorer countries?", None),
        ("What is the role of the UN in cybersecurity and how is it paid?", None),
        ("How does it rain?", None),
        ("What is the treasurer's salary?", None),
        ("Who contributes?", None),
        ("How many members does the Trust have?", "What is the number of members of the Trust?"),
        ("Who is in charge of the clocks?", "Who looks after the clocks?"),
        ("Who was responsible for the ferry?", "Who looked after the ferry?"),
        ("How many members does the Trust need?", None),
        ("Who is in charge?", None),
    ],
)
def test_a_general_question_is_put_in_plain_words(question, plain):
    assert reword_general(question) == plain


@pytest.mark.parametrize(
    ("wording", "quote", "is_told"),
    [
        ("What is the number of members of the Trust?", "There are now 212 members.", True),
        ("What is the number of boards of the club?", "There are 58 members.", False),
        ("What is the number of books of the library?", "You may borrow eight books.", False),
        ("Who looks after the clocks?", "Rhea keeps the clocks.", True),
        ("Who looks after the juniors?", "Rhea keeps the clocks.", False),
        ("Who keeps the juniors?", "Rhea keeps the clocks.", True),
    ],
)
def test_an_answer_to_other_words_has_what_was_asked_of(wording, quote, is_told):
    assert tells(wording, quote) is is_told


class PlainReader(FakeReader):
    """A reader that only knows what "do" asks for."""

    def read(self, question, passages):
        self.word = "boats" if question.endswith(" do?") else "nothing"
        return super().read(question, passages)


def test_it_is_asked_so_where_it_has_no_answer(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "harbour.txt").write_text("The harbour office counts boats.\n")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(
        tmp_path / "index",
        settings=Settings(strictness=3),
        encoder=FakeEncoder(),
        reader=PlainReader(""),
    ) as bot:
        given = bot.answer("What is the harbour office's role?")
        assert given.answered
        assert given.asked_as == "What is the harbour office's role?"
        assert bot.answer_many(["What is the harbour office's role?"])[0].answered
        assert not bot.answer("What is the harbour office's colour?").answered


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("List everything that is not allowed on board", "What is not allowed on board?"),
        ("Name all which was decided.", "What was decided?"),
        ("List everything not covered", "What is not covered?"),
        ("Tell me all about the fair", None),
        ("List all members of the board", None),
    ],
)
def test_a_request_for_everything_is_asked_as_a_question(question, plain):
    assert reword_general(question) == plain


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Who gets a phone?", "Who is given a phone?"),
        ("Who is entitled to a pass?", "Who is given a pass?"),
        ("How many otters are there?", "What is the number of otters?"),
        ("How many otters were there in 2019?", "What is the number of otters in 2019?"),
        ("Who gets up at six?", None),
        ("How many otters live here?", None),
    ],
)
def test_a_gift_and_a_number_are_asked_for_as_documents_say_them(question, plain):
    assert reword_general(question) == plain
