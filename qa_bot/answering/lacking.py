"""Tell what a question asks for that excerpts can't have: a price, a reason, the year it names.

The notice under an answer says it, and the confidence falls by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa_bot.answering.answer_type import expected_kind, holds_kind

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[0-9]\d\d|20\d\d)(?![\w/]|[.,]\d)")


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
        is_known: whether the documents ever name a year.
    """
    kind = expected_kind(question)
    if kind is not None and not any(holds_kind(kind, quote, question) for quote in quotes):
        return f"give no {kind.label}"
    years = [str(year) for year in _YEAR.findall(question)]
    other = _find_other(years, "\n".join([*quotes, *titles]))
    other = other or next((year for year in years if not is_known(year)), "")
    return f"don't speak of {other}" if other else ""


def _find_other(years: Sequence[str], text: str) -> str:
    """One of some years that a text lacks while it names others; empty where there is none.

    A year between two that are named may be meant by both ("2019 to 2023").
    """
    named = [int(year) for year in _YEAR.findall(text)]
    return next(
        (
            year
            for year in years
            if named and year not in text and not min(named) < int(year) < max(named)
        ),
        "",
    )
