"""Tell what a question asks for that excerpts lack: a price, a reason, its subject, its year.

The notice under an answer says it, and the confidence falls by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa_bot.answering.answer_type import expected_kind, holds_kind
from qa_bot.answering.forms.row_choice_words import find_superlative
from qa_bot.answering.rows import is_row_text, read_cells
from qa_bot.answering.synonyms import find_synonyms
from qa_bot.index.lexical.words import stem, terms_of, words_of

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[0-9]\d\d|20\d\d)(?![\w/]|[.,]\d)")

_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})+(?![\w-])")
"""A name of several words, behind the first word of a question."""

ASKING_WORDS = frozenset(
    terms_of(
        "amount charge cost date day deep fare far fast fee heavy high large long many month much "
        "number often old pay people person price tall time wide year"
    )
)
"""Words that ask for a date, a number or a name, and don't say of what."""
MIN_SHARED_LETTERS = 4
"""Letters with which two words begin that may be forms of one ("parking", "parked")."""


def find_lacking(
    question: str,
    quotes: Sequence[str],
    titles: Sequence[str],
    is_known: Callable[[str], object] = bool,
) -> str:
    """What no excerpt has, as the end of a sentence about them; empty where nothing is known.

    Args:
        question: the standalone question.
        quotes: the excerpts.
        titles: the titles of their documents and the headings around them.
        is_known: whether the documents ever have a stem, or name a year.
    """
    kind = expected_kind(question)
    if kind is not None and not any(holds_kind(kind, quote, question) for quote in quotes):
        return f"give no {kind.label}"
    if kind is not None and (subject := _find_subject(question, quotes, titles)):
        return f"don't speak of “{subject}”"
    for name in _NAME.findall(question):
        if not any(is_known(stem(word)) for word in name.split()):
            return f"don't speak of “{name}”"
    if _lacks_comparison(question, quotes):
        return "compare nothing"
    said = "\n".join([*quotes, *titles])
    years = [str(year) for year in _YEAR.findall(question) if not _names_year(said, year)]
    other = _find_other(years, said)
    other = other or next((year for year in years if not is_known(year)), "")
    return f"don't speak of {other}" if other else ""


def _find_subject(question: str, quotes: Sequence[str], titles: Sequence[str]) -> str:
    """A word of what a question is about if an answer has none of them; else empty.

    What the columns of a row are called tells nothing of it: "Teacher" is in all rows. A number may
    be within the bounds that a row gives.
    """
    words = {stem(word): word for word in words_of(question) if terms_of(word)}
    asked = [term for term in words if term not in ASKING_WORDS]
    held = _hold("\n".join([*quotes, *titles]))
    if not any(_is_held(term, held) for term in asked):
        return words[asked[0]] if asked else ""
    lines = [line for quote in quotes for line in quote.split("\n") if line.strip()]
    if not all(map(is_row_text, lines)) or re.search(r"\d", question):
        return ""
    rows = [read_cells(line) for line in lines]
    columns = _hold("\n".join(name for row in rows for name in row))
    others = [term for term in asked if not _is_held(term, columns)]
    held = _hold("\n".join([*(value for row in rows for value in row.values()), *titles]))
    return "" if any(_is_held(term, held) for term in asked) or not others else words[others[0]]


def _hold(text: str) -> set[str]:
    """The stems of a text, and the letters that they begin with."""
    terms = terms_of(text)
    return {*terms, *(term[:MIN_SHARED_LETTERS] for term in terms if len(term) > 3)}


def _is_held(term: str, held: set[str]) -> bool:
    """Whether a stem, a form of it or a word that means the same is among some."""
    begins = term[:MIN_SHARED_LETTERS] if len(term) > 3 else term
    return begins in held or not find_synonyms(term).isdisjoint(held)


def _lacks_comparison(question: str, quotes: Sequence[str]) -> bool:
    """Whether a superlative is asked for, and single rows are shown that don't say it."""
    if not quotes or not all(is_row_text(quote) and "\n" not in quote.strip() for quote in quotes):
        return False
    word = find_superlative(question)
    said = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    return bool(word) and not any(said.search(quote) for quote in quotes)


def _names_year(text: str, year: str) -> bool:
    """Whether a text has a number, also as "1,500", "2017/18" or "’18"."""
    return bool(re.search(rf"{year[0]}[,.   ’']?{year[1:]}|[/’'–-]{year[2:]}(?!\d)", text))


def _find_other(years: Sequence[str], text: str) -> str:
    """One of some years that a text lacks while it names others; empty where there is none.

    A year between two that are named may be meant by both ("2019 to 2023").
    """
    named = [int(year) for year in _YEAR.findall(text)]
    return next(
        (year for year in years if named and not min(named) < int(year) < max(named)),
        "",
    )
