from __future__ import annotations

import pytest

from qa_bot.answering.known_forms import has_known_form, reword_unknown
from qa_bot.index.lexical.words import stem


class Words:
    """A lexicon of a few words."""

    def __init__(self, *words):
        self._stems = {stem(word) for word in words}

    def document_frequency(self, term):
        return int(term in self._stems)


@pytest.mark.parametrize(
    ("question", "known", "reworded"),
    [
        ("What do I pay if I lose a key?", ["lost"], "What do I pay if I lost a key?"),
        ("When was the barn built?", ["build"], "When was the barn build?"),
        ("How many child seats are there?", ["children"], "How many children seats are there?"),
        ("How heavy is the saw?", ["weight"], "What is the weight of the saw?"),
        ("How old were the two oaks?", ["age"], "What were the age of the two oaks?"),
        ("Who owns the barn?", ["owner"], "Who is the owner of the barn?"),
        ("Who edits the paper?", ["editor"], "Who is the editor of the paper?"),
        ("Who drives the van?", ["driver"], "Who is the driver of the van?"),
    ],
)
def test_an_unknown_word_takes_a_form_that_is_known(question, known, reworded):
    assert reword_unknown(question, Words(*known)) == reworded


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("What do I pay if I lose a key?", []),
        ("What do I pay if I lose a key?", ["lose", "lost"]),
        ("How heavy is the saw?", ["heavy", "weight"]),
        ("How heavy is the saw?", ["depth"]),
        ("Who owns the barn?", ["own", "owner"]),
        ("Who owns the barn?", ["barn"]),
        ("Who does the barn belong to?", ["door"]),
        ("Where did Lain live?", ["lie"]),
    ],
)
def test_what_is_known_or_has_no_known_form_is_left_alone(question, known):
    assert reword_unknown(question, Words(*known)) is None


@pytest.mark.parametrize(
    ("word", "known", "has"),
    [("took", [], True), ("lose", ["lost"], True), ("lose", [], False), ("wifi", [], False)],
)
def test_a_word_is_not_missing_where_the_documents_have_its_irregular_form(word, known, has):
    assert has_known_form(word, Words(*known)) is has
