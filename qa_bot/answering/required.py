"""What must occur in an answer because the question names it: codes and quoted phrases.

Vectors and stems hold QX-77B for QX-77C, and a phrase in quotes for any text with its words. A
passage that lacks a code or a quoted phrase of the question is no answer, however alike it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.membership import ScoredSentence
from qa_bot.answering.reranking import RankedPassage
from qa_bot.index.folder import Index
from qa_bot.types import Passage

_CODE = re.compile(
    r"(?<![\w-])(?:(?=[A-Z0-9]*[-_./]?[A-Z0-9]*\d)(?=[\w./-]*[A-Z])[A-Z0-9]+(?:[-_./][A-Z0-9]+)*"
    r"|[a-z]{1,4}-?\d{2,}[a-z]?)(?![\w-])"
)
_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,80}?)[\s?!.,;]*[\"”“»]")
_SEPARATORS = re.compile(r"[-_./]")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A code or a phrase as the question has it, and how it is found in a text."""

    written: str
    pattern: re.Pattern[str]


def find_requirements(question: str) -> list[Requirement]:
    """The codes and quoted phrases of a question, in order."""
    phrases = [_require_phrase(match[1]) for match in _QUOTED.finditer(question)]
    codes = [_require_code(match[0]) for match in _CODE.finditer(_QUOTED.sub(" ", question))]
    return [one for one in (*phrases, *codes) if one is not None]


def find_absent(question: str, texts: Sequence[str]) -> list[str]:
    """The codes and quoted phrases of a question that stand in none of some texts."""
    return [
        one.written
        for one in find_requirements(question)
        if not any(one.pattern.search(text) for text in texts)
    ]


def keep_required(
    index: Index, ranked: Sequence[RankedPassage], required: Sequence[Requirement]
) -> list[RankedPassage]:
    """The passages that have everything required, in their text, title or headings."""
    if not required:
        return list(ranked)
    return [one for one in ranked if not find_missing(index, one.candidate.hit.passage, required)]


def find_missing(
    index: Index, passage: Passage, required: Sequence[Requirement]
) -> list[Requirement]:
    """What a passage, its document's title and its headings lack."""
    document = index.documents.document(passage.doc_id)
    if document is None:
        return list(required)
    headings = [section.title for section in document.sections_at(passage.start)]
    text = "\n".join([document.text[passage.start : passage.end], document.title, *headings])
    return [one for one in required if not one.pattern.search(text)]


def drop_other_codes(
    index: Index, scored: Sequence[ScoredSentence], required: Sequence[Requirement]
) -> list[ScoredSentence]:
    """The sentences without those that speak of another code than the question's."""
    if not any(_CODE.fullmatch(one.written) for one in required):
        return list(scored)
    return [one for one in scored if not _names_other(index, one, required)]


def _names_other(index: Index, one: ScoredSentence, required: Sequence[Requirement]) -> bool:
    document = index.documents.document(one.passage.doc_id)
    text = document.text[one.sentence.start : one.sentence.end] if document else ""
    if any(requirement.pattern.search(text) for requirement in required):
        return False
    return _CODE.search(text) is not None


def _require_phrase(phrase: str) -> Requirement | None:
    words = re.findall(r"\w+", phrase)
    if not words:
        return None
    pattern = r"\W+".join(map(re.escape, words))
    return Requirement(phrase, re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE))


def _require_code(code: str) -> Requirement:
    letters = (re.escape(letter) for letter in _SEPARATORS.sub("", code))
    pattern = r"[-_./ ]?".join(letters)
    return Requirement(code, re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE))
