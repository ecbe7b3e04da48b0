"""Find cited quotes that disagree about one thing.

Sentences of two quotes are compared where they say the same of the same thing: apart from light
words, every content word, name and code is in both. They disagree where one number differs, or
where one of them denies what the other says. Rows of tables, bounds ("at least") and conditions are
left alone: a disagreement that is claimed must be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from qa_bot.answering.followup.words import is_light
from qa_bot.index.lexical.words import stem, words_of
from qa_bot.types import Citation, Contradiction

MIN_SHARED_WORDS = 3
"""Content words that two sentences must share to speak of one thing."""
MAX_SENTENCE_PAIRS = 400
"""Pairs of sentences of two quotes that are compared."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_NUMBER = re.compile(
    r"(?<![\w.,:])(?P<digits>\d{1,2}:\d{2}|\d+(?:[.,]\d+)*)"
    r"(?:\s*(?P<scale>thousand|million|billion))?(?!\w)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!\w)(?:[A-Z]|(?=\w*\d)(?=\w*[A-Za-z])[\w-]+)(?!\w)")
_DENIAL = re.compile(
    r"\b(?:not|no|never|cannot|nor|neither|none|without)\b|n[’']t\b", re.IGNORECASE
)
_BOUND = re.compile(
    r"\b(?:at (?:least|most)|up to|(?:more|less|fewer) than|nearly|almost|roughly|approximately"
    r"|(?:over|under|above|below|about|around|some) (?=\d)|between|minimum|maximum"
    r"|from .{1,30} (?:to|until)|if|unless|except|otherwise|when|before|after|until|since)\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"[^:;\n]{1,60}: [^;\n]*; [^:;\n]{1,60}: ")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_DENIALS = frozenset(stem(word) for word in ("not", "no", "never", "cannot", "none", "without"))


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one sentence says: of what, and which numbers it gives, as written and by value.

    `words` are its content words, `things` those of them that are not light.
    """

    words: frozenset[str]
    things: frozenset[str]
    codes: frozenset[str]
    numbers: tuple[tuple[str, frozenset[float | str]], ...]
    denies: bool


def find_contradictions(citations: Sequence[Citation]) -> tuple[Contradiction, ...]:
    """Every pair of citations that disagrees, in order."""
    claims = [_claims_of(citation.quote) for citation in citations]
    found = []
    for (first, ours), (second, theirs) in combinations(zip(citations, claims, strict=True), 2):
        pairs = list(product(ours, theirs))[:MAX_SENTENCE_PAIRS]
        about = next((said for pair in pairs if (said := _disagreement(*pair))), None)
        if about is not None:
            found.append(Contradiction(first.number, second.number, *about))
    return tuple(found)


def _claims_of(quote: str) -> list[_Claim]:
    sentences = (part for part in _SENTENCE_END.split(quote) if part.strip())
    return [
        _make_claim(sentence)
        for sentence in sentences
        if not _ROW.match(sentence) and not _BOUND.search(sentence)
    ]


def _make_claim(sentence: str) -> _Claim:
    numbers = tuple((match[0], _values(match)) for match in _NUMBER.finditer(sentence))
    written = [word for word in words_of(sentence) if not word[0].isdigit()]
    words = frozenset(map(stem, written)) - _DENIALS - _SCALES.keys()
    things = words & frozenset(stem(word) for word in written if not is_light(word))
    codes = frozenset(match[0] for match in _CODE.finditer(sentence) if match.start() > 0)
    return _Claim(words, things, codes, numbers, bool(_DENIAL.search(sentence)))


def _values(match: re.Match[str]) -> frozenset[float | str]:
    """The values that a number may have: "1.000" is a thousand in some countries."""
    digits, scale = match["digits"], _SCALES.get((match["scale"] or "").lower(), 1.0)
    if ":" in digits:
        return frozenset({digits})
    plain = digits.replace(",", "") if re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", digits) else None
    other = None
    if re.fullmatch(r"\d+(?:\.\d{3})*(?:,\d+)?", digits):
        other = digits.replace(".", "").replace(",", ".")
    readings = [float(reading) * scale for reading in (plain, other) if reading]
    return frozenset(readings) if readings else frozenset({digits})


def _disagreement(first: _Claim, second: _Claim) -> tuple[str, str] | None:
    """What each of two sentences says where they disagree, or None."""
    if first.things != second.things or first.codes != second.codes:
        return None
    if len(first.words & second.words) < MIN_SHARED_WORDS:
        return None
    ours = [said for said, values in first.numbers if not _has(second, values)]
    theirs = [said for said, values in second.numbers if not _has(first, values)]
    if first.denies == second.denies and len(ours) == len(theirs) == 1:
        return ours[0], theirs[0]
    same_words = first.words == second.words and not ours and not theirs
    if first.denies != second.denies and same_words:
        return ("no", "yes") if first.denies else ("yes", "no")
    return None


def _has(claim: _Claim, values: frozenset[float | str]) -> bool:
    return any(values & known for _, known in claim.numbers)
