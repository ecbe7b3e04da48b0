"""Querying: misspelt words, words written apart, weights of what is added."""

from __future__ import annotations

import pytest

from qa_bot.answering.query import ADDED_WEIGHT, weigh_terms
from qa_bot.answering.spelling import find_near, mend_spelling
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.word_forms import WordForms

TEXTS = [
    "The World Bank lends money for security and water supply.",
    "Cybersecurity needs a world of trained people; apply early.",
    "INTERPOL and the city of Tarn agreed on lakeside patrols.",
]


@pytest.fixture(scope="module")
def lexical(tmp_path_factory):
    return LexicalIndex.build(tmp_path_factory.mktemp("lexical") / "index", TEXTS)


def in_pieces(texts):
    """A tokenizer that has no word whole."""
    return [2] * len(texts)


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("wrold bank", "world bank"),
        ("securty of the watre suply", "security of the water supply"),
        ("What does Interpl do?", "What does Interpol do?"),
        ("cybersecruity", "cybersecurity"),
        ("WRLD BANK", "World BANK"),
        ("waht is teh bank, adn why?", "what is the bank, and why?"),
        ("wen is the bank open?", "when is the bank open?"),
    ],
)
def test_misspelt_words_become_the_documents_words(lexical, asked, mended):
    assert mend_spelling(asked, lexical, in_pieces) == mended


@pytest.mark.parametrize(
    "asked",
    [
        "What does Apple sell?",  # a name is not the word "apply"
        "What is the WTRE?",  # capitals may be an acronym
        "Who lends in 2019 and 20l9?",
        "Bnk of wd",  # too short to tell
        "banks lending worlds",  # known by their stems
        "a patroller of lakesides",  # goes on where a known word ends
        "Wen Jiabao",
        "Qu'est-ce que le développement durable ?",
    ],
)
def test_names_acronyms_short_and_foreign_words_stay_as_typed(lexical, asked):
    assert mend_spelling(asked, lexical, in_pieces) == asked


def test_a_usual_word_that_the_documents_lack_is_not_a_misspelling(lexical):
    assert mend_spelling("worldly wold", lexical, in_pieces) == "worldly world"
    assert mend_spelling("worldly wold", lexical, lambda texts: [1]) == "worldly wold"


def test_among_near_words_the_same_first_letter_then_the_frequent_one_wins():
    forms = WordForms.build({"talk": (9, 9), "walk": (1, 1), "walks": (5, 5)})
    assert find_near("walc", forms) == "walk"
    assert find_near("xalk", forms) == "talk"
    assert find_near("zzzz", forms) is None


def test_words_written_apart_or_together_are_tried_the_other_way(lexical):
    apart = weigh_terms(lexical, "cyber security", "cyber security")
    assert apart["cybersecur"] == ADDED_WEIGHT
    together = weigh_terms(lexical, "worldbank", "worldbank")
    assert together == {"worldbank": 1.0, "world": ADDED_WEIGHT, "bank": ADDED_WEIGHT}


def test_added_terms_weigh_less_than_the_questions_own(lexical):
    weights = weigh_terms(lexical, "bank bank", "bank bank (World Bank)")
    assert weights == {"bank": 2.0, "world": ADDED_WEIGHT}
