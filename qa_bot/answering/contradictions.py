"""Find cited quotes that disagree about one thing.

Two quotes speak of the same thing when they share most of their content words. They disagree when
each gives other dates or numbers for it, or when one of them denies what the other says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Citation, Contradiction

SAME_THING, DENIED_THING = 0.6, 0.75
"""Jaccard overlap of content words from which on numbers, or a denial, are compared."""
_FEWEST_SHARED = 3
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])|(?<![\w.,])\d(?!\w)")
_DENIAL = re.compile(
    r"\b(?:not|no|never|cannot|nor|neither|none|without)\b|n[’']t\b", re.IGNORECASE
)


def find_contradictions(citations: Sequence[Citation]) -> tuple[Contradiction, ...]:
    """Every pair of citations that disagrees, in order."""
    found = []
    for first, second in combinations(citations, 2):
        if (about := _disagreement(first.quote, second.quote)) is not None:
            found.append(Contradiction(first.number, second.number, *about))
    return tuple(found)


def _disagreement(first: str, second: str) -> tuple[str, str] | None:
    """What each of two texts says where they disagree, or None."""
    one, other = _things(first), _things(second)
    shared = len(one & other)
    similarity = shared / max(1, len(one | other))
    if shared < _FEWEST_SHARED or similarity < SAME_THING:
        return None
    numbers, others = _numbers(first), _numbers(second)
    if numbers and others and len(numbers) == len(others) and not set(numbers) & set(others):
        return ", ".join(numbers), ", ".join(others)
    denies, denied = _DENIAL.search(first), _DENIAL.search(second)
    if similarity >= DENIED_THING and bool(denies) != bool(denied):
        return ("no", "yes") if denies else ("yes", "no")
    return None


def _things(text: str) -> frozenset[str]:
    """The content words of a text without its numbers."""
    return frozenset(term for term in terms_of(text) if not term[0].isdigit())


def _numbers(text: str) -> list[str]:
    """The numbers of a text, each once, as written."""
    return list(dict.fromkeys(match[0] for match in _NUMBER.finditer(text)))
