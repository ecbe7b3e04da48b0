"""A question with a party's name is asked with the term that an agreement defines for it."""

from __future__ import annotations

import pytest

from qa_bot import QABot, build_index
from qa_bot.answering.defined_terms import find_definitions, reword_defined
from qa_bot.config import Settings
from qa_bot.index.folder import Index
from tests.fakes import FakeEncoder

GRANT = (
    'This agreement is made between the Meridian Fund ("the Fund") and Whistle Theatre, a charity '
    'registered in Harl ("the Grantee").\n\nThe Grantee keeps receipts for six years.\n'
)
CONTRACT = (
    "A contract between Halden Software GmbH (hereinafter “the Supplier”) and any person who signs "
    'the form (each a "Customer"). "Goods" means the pumps in the annex.\n'
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (GRANT, ["Fund", "Grantee"]),
        (CONTRACT, ["Supplier", "Customer", "Goods"]),
        ('He called it ("a disaster") and left.', []),
        ('The form (see "Annex") is signed.', []),
    ],
)
def test_the_terms_that_a_text_defines_are_found(text, terms):
    assert [term for term, _ in find_definitions(text)] == terms


@pytest.mark.parametrize(
    ("text", "question", "reworded"),
    [
        (GRANT, "How long must the theatre keep it?", "How long must the Grantee keep it?"),
        (GRANT, "What may a charity sell?", "What may the Grantee sell?"),
        (GRANT, "What does the Meridian Fund pay?", None),
        (GRANT, "What must the Grantee keep?", None),
        (GRANT, "How many schools are in Harl?", None),
        (CONTRACT, "When must Halden Software deliver?", "When must the Supplier deliver?"),
        (CONTRACT, "What does a person pay?", "What does the Customer pay?"),
        (CONTRACT, "Who insures the pumps?", "Who insures the Goods?"),
    ],
)
def test_what_a_term_stands_for_is_asked_by_the_term(tmp_path, text, question, reworded):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "deed.txt").write_text(text, encoding="utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    settings = Settings(reader="off", strictness=50)
    with QABot.open(tmp_path / "index", settings=settings, encoder=FakeEncoder()) as bot:
        nearest = bot.answer(question).nearest
    with Index.open(tmp_path / "index") as index:
        assert reword_defined(index, question, nearest) == ((reworded,) if reworded else ())
