"""What must occur in an answer because the question names it: codes, numbers of things, phrases.

Vectors and stems hold QX-77B for QX-77C, and a phrase in quotes for any text with its words. A
passage that lacks a code, a number that names something ("room 3.14") or a quoted phrase of the
question is no answer, however alike it is. Years and counts need not occur.
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
    r"|[a-z]{1,4}-?\d{2,}[a-z]?|v\d+(?:\.\d+)*)(?![\w-])"
)
_PLAIN = re.compile(
    r"\d+(?:ST|ND|RD|TH|S|AM|PM|H|KM|CM|MM|M|KG|G|L|ML|MB|GB|TB|HZ|KHZ|MHZ|GHZ|W|KW|MW|V|K|C|F|X)"
    r"|(?:Q|H|FY|USD|EUR|GBP|CHF|AD|BC|CE|BCE)\d+|\d+(?:AD|BC|BCE|CE)"
    r"|(?:mid|pre|post|top|age|aged|over|non|sub|plus|ca|c|in|by|at|of|to|no)-?\d+s?",
    re.IGNORECASE,
)
"""Letters and digits that are an amount, a time or a place in an order: plain numbers."""
_STATUTES = "act|bill|bylaw|code|decree|directive|law|ordinance|protocol|regulation|resolution"
_DIVIDED = "article|chapter|clause|paragraph|part|rule|schedule|section|version|volume"
_LABELS = (
    "annex|appendix|bay|berth|box|cell|error|exhibit|figure|flight|folio|form|gate|invoice|item|"
    "locker|lot|order|permit|platform|receipt|room|route|step|suite|table|ticket|track|tram|unit|"
    f"ward|warrant|{_STATUTES}|{_DIVIDED}"
)
_LABELLED = re.compile(
    rf"\b(?P<label>(?i:{_LABELS})|[A-Z]{{2,6}}(?:/[A-Z]{{2,6}})?)s?(?: (?i:number|no\.?|nr\.?))?"
    r"(?::|#| #)? ?(?<=\W)(?P<number>\d+(?:[./:-]\d+)*[a-z]?)(?![\w%€$£-])(?P<counted> [a-z]+s\b)?"
)
"""A number behind a word that it names a thing by: "room 3.14", "ISO 27001:2022"."""
_DATED = re.compile(rf"(?i:{_STATUTES})|[A-Z/]+")
_WITH_PARTS = re.compile(_DIVIDED, re.IGNORECASE)
_ORDINALS = (
    "", "I one first", "II two second", "III three third", "IV four fourth", "V five fifth",
    "VI six sixth", "VII seven seventh", "VIII eight eighth", "IX nine ninth", "X ten tenth",
    "XI eleven eleventh", "XII twelve twelfth",
)  # fmt: skip
"""How a small number is written with letters."""
MAX_COUNT_DIGITS = 3
"""Digits up to which a number before a plural is a count ("12 tickets")."""
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_STRUCTURED = re.compile(r"\d+[./:-]\d")
_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,80}?)[\s?!.,;]*[\"”“»]")
_SEPARATORS = re.compile(r"[-_./]")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A code, a number or a phrase as the question has it, and how it is found in a text."""

    written: str
    pattern: re.Pattern[str]
    kind: str = ""
    """What a number names ("room"), "code" for a code; empty for a phrase."""


def find_requirements(question: str) -> list[Requirement]:
    """The codes and quoted phrases of a question, in order."""
    phrases = [_require_phrase(match[1]) for match in _QUOTED.finditer(question)]
    rest = _QUOTED.sub(" ", question)
    codes = [_require_code(match[0]) for match in _CODE.finditer(rest)]
    labelled = () if rest.isupper() else _LABELLED.finditer(rest)
    numbers = [_require_number(match) for match in labelled]
    return [one for one in (*phrases, *codes, *numbers) if one is not None]


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
    own = document.text[passage.start : passage.end]
    text = "\n".join([own, *document.titles_at(passage.start)])
    return [one for one in required if not one.pattern.search(text)]


def keep_phrases(
    index: Index, scored: Sequence[ScoredSentence], required: Sequence[Requirement]
) -> list[ScoredSentence]:
    """The sentences that have the quoted phrases of the question, themselves or in their titles.

    All of them where none has, as where a phrase runs over two sentences.
    """
    phrases = [one for one in required if not one.kind]
    having = [one for one in scored if all(_holds_phrase(index, one, p) for p in phrases)]
    return having or list(scored)


def _holds_phrase(index: Index, one: ScoredSentence, phrase: Requirement) -> bool:
    document = index.documents.document(one.passage.doc_id)
    if document is None:
        return False
    text = document.text[one.sentence.start : one.sentence.end]
    parts = (text, *document.titles_at(one.passage.start))
    return any(phrase.pattern.search(part) for part in parts)


def drop_other_codes(
    index: Index, scored: Sequence[ScoredSentence], required: Sequence[Requirement]
) -> list[ScoredSentence]:
    """The sentences without those that speak of another code than the question's."""
    if not any(one.kind for one in required):
        return list(scored)
    return [one for one in scored if not _names_other(index, one, required)]


def _names_other(index: Index, one: ScoredSentence, required: Sequence[Requirement]) -> bool:
    document = index.documents.document(one.passage.doc_id)
    text = document.text[one.sentence.start : one.sentence.end] if document else ""
    if any(requirement.pattern.search(text) for requirement in required):
        return False
    kinds = {requirement.kind for requirement in required}
    if "code" in kinds and any(not _PLAIN.fullmatch(m[0]) for m in _CODE.finditer(text)):
        return True
    return any(match["label"].casefold() in kinds for match in _LABELLED.finditer(text))


def _require_phrase(phrase: str) -> Requirement | None:
    words = re.findall(r"\w+", phrase)
    if not words:
        return None
    pattern = r"\W+".join(map(re.escape, words))
    return Requirement(phrase, re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE))


def _require_code(code: str) -> Requirement | None:
    if _PLAIN.fullmatch(code):
        return None
    letters = (re.escape(letter) for letter in _SEPARATORS.sub("", code))
    pattern = r"[-_./ ]?".join(letters)
    return Requirement(
        code, re.compile(rf"(?<![\w-]){pattern}(?![\w-])", re.IGNORECASE), kind="code"
    )


def _require_number(labelled: re.Match[str]) -> Requirement | None:
    """The number that a word names a thing by; neither a year nor a count."""
    number, label = labelled["number"], labelled["label"]
    is_year = _YEAR.fullmatch(number) and _DATED.fullmatch(label)
    is_count = labelled["counted"] and len(number) <= MAX_COUNT_DIGITS
    if not _STRUCTURED.match(number) and (is_year or is_count):
        return None
    forms = [re.escape(number)]
    if number.isdigit() and 0 < int(number) < len(_ORDINALS):
        forms += _ORDINALS[int(number)].split()
    ending = r"(?!\w)" if _WITH_PARTS.fullmatch(label) else r"(?!\w|[./-]\d)"
    pattern = rf"(?<![\w.:/-])(?:{'|'.join(forms)}){ending}"
    return Requirement(number, re.compile(pattern, re.IGNORECASE), kind=label.casefold())
