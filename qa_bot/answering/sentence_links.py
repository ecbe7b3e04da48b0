"""How neighbouring sentences of a text hang together: by a pronoun, a list, a line that announces.

Everything is told by the surface of the text; spans are code points of the canonical text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa_bot.answering.followup.words import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS, is_light
from qa_bot.answering.rows import is_row
from qa_bot.data import load_words
from qa_bot.index.lexical.words import STOP_WORDS, stem, terms_of, words_of
from qa_bot.types import Sentence

MAX_BARE_LINE = 60
MIN_WRAPPED_LINE = 50
"""Characters from which on a line that ends with a sentence may go on in the next line."""
MAX_VAGUE_WORDS = 25
"""Words up to which a sentence with a vague claim ("plays a vital role in …") says only that."""
MAX_RESTATING_WORDS = 1
"""Words of its own that a sentence may have and still only restate the question."""

_CACHED = 512
"""Sentences, and questions beside headings, of which an answer asks again and again."""
_VAGUE_STEMS = frozenset(stem(word) for word in load_words("vague_words.txt"))
_POINTS_BACK = re.compile(
    r"(?:(?:they|these|this|those|that|it|its|their|such|he|she|his|her|both|neither)\b"
    r"|the (?:latter|former|others)\b|(?:other )?examples include\b"
    r"|(?:other )?examples of (?:such|these|this)\b|(?:by|through|in|while) (?:\w+ly )?\w+ing\b"
    r"[^.;:]{0,120}?, (?:they|it|he|she|this|these)\b|through [^.;:]{0,80}?, (?:they|it)\b"
    r"|(?:because of|as a (?:result|consequence)|after|at|before|by|despite|during|for|from|in|on"
    r"|since|under|until|with|within) (?:then|this|that|these|those)\b"
    r"|[^\W\d_]+(?:ed|en), (?:it|they)\b"
    r"|(?:after|before|during|from|since|until) (?:\w+ ){1,3}?(?:he|it|she|they)\b"
    r"|as a (?:result|consequence),"
    r"|(?:another|the (?:first|second|third|fourth|fifth|last|rest)"
    r"|(?:all|both|each|few|many|most|none|one|some|three|two)(?: of (?:them|these|those))?)"
    r" (?:are|had|has|have|is|was|were)\b"
    r"|(?:anybody|anyone|anything|everybody|everyone|everything|nobody|nothing|whoever)"
    r" \w+ there\b"
    r")",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"(?:additionally|also|and|but|consequently|finally|for example|for instance|furthermore|hence|"
    r"however|in addition|in contrast|instead|likewise|meanwhile|moreover|nevertheless|similarly|"
    r"so|then|therefore|thus|yet)\b,?\s+",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(
    r"it (?:is|was|has been|can be|may be|seems|appears)\b.{0,40}?\b(?:that|to|who|which)\b"
    r"|(?:\w+ )?this (?:essay|report|document|paper|article|chapter|section|book|guide|manual|page"
    r"|policy|agreement|contract|notice|letter|study)\b"
    r"|because (?!of (?:this|that|these)\b)"
    r"|(?:that|those|such) (?:who|which|is to say)\b",
    re.IGNORECASE,
)
_NAMED_AGAIN = re.compile(
    r"(?P<opening>(?:as|by|through|when|while|in|with|during|after|before|if|since)\b"
    r"[^,.;:]{3,100}), (?:these|this|those|such) (?P<noun>\w+)\b",
    re.IGNORECASE,
)
_VAGUE_CLAIM = re.compile(
    r"\b(?:play|plays|played|has|have|had)\b (?:an? |the )?(?:\w+ )?(?:roles?|importance|parts?)\b"
    r"|\b(?:is|are|was|were) (?:\w+ly )?(?:important|essential|crucial|vital|significant)\b",
    re.IGNORECASE,
)
_DISCUSSED = re.compile(r"\b(?:discuss(?:ed|es)?|debated?|talked about|was raised)\b", re.I)
_WANTS_DECISION = re.compile(
    r"\b(?:decid\w+|decisions?|agreed?|resolv\w+|outcome|conclu\w+|results?)\b", re.I
)
_WANTS_REMEDY = re.compile(
    r"^\W*what (?:can|could|do|must|should) (?:i|we|you|one) do\b|^\W*how (?:can|do|should) (?:i|we"
    r"|you|one) (?:fix|mend|repair|solve|stop)\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"\W*(?:if|when|should|where|in case)\b", re.IGNORECASE)
_DIAGNOSIS = re.compile(
    r"\W*(?:if|when|where|in case)\b[^.;]*?, (?:then )?(?:an?|he|it|its|she|that|the|there|they"
    r"|this|your)\b(?![^.;]*\b(?:can|has to|have to|may|must|need|should|will)\b)",
    re.IGNORECASE,
)
_WANTS_SUBSTANCE = re.compile(r"^\W*(?:how|what (?:do|does|did)|in what ways?|why)\b", re.I)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•‣–]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_ANNOUNCES = re.compile(
    r":$|\b(?:following(?! (?:an?|his|her|its|their|that|the|this)\b)|as follows|listed below"
    r"|below)\b[^.;]{0,60}[.:]?$"
    r"|\b(?:various|several|many|multiple|numerous|different|a number of|two|three|four|five|six)"
    r"\s+(?:\w+\s+){0,2}?(?:ways|mechanisms|reasons|steps|factors|types|kinds|parts|methods|means|"
    r"categories|forms|areas|stages|phases|functions|duties|conditions|criteria|components|"
    r"elements|measures|approaches|strategies|options|rules|tasks|goals|aims|benefits)"
    r"[^,;.]{0,40}[.:]$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"^(?!(?:{'|'.join(sorted(QUESTION_WORDS))})\b).*\b(?:and|or|if|not|that|the|to|whether"
    rf"|includes?|including|{'|'.join(sorted((AUXILIARIES - {'do'}) | PREPOSITIONS))})$",
    re.IGNORECASE | re.DOTALL,
)
"""The end of a line that goes on in the next: "We recommend that", not "What we recommend"."""
_YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|must)\b",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"([A-Z][\w’'-]+)\b(?! [A-Z])")


def points_back(text: str, sentence: Sentence) -> bool:
    """Whether a sentence's opening needs the sentence before ("They establish …")."""
    opening = _CONNECTIVE.match(text, sentence.start, sentence.end)
    start = opening.end() if opening else sentence.start
    if _STANDS_ALONE.match(text, start, sentence.end):
        return False
    if _POINTS_BACK.match(text, start, sentence.end):
        return True
    named = _NAMED_AGAIN.match(text, start, sentence.end)
    return named is not None and stem(named["noun"]) not in map(stem, words_of(named["opening"]))


def connects(text: str, sentence: Sentence) -> bool:
    """Whether a sentence opens with a word that ties it to what was said ("For instance, …")."""
    return _CONNECTIVE.match(text, sentence.start, sentence.end) is not None


def completes_name(text: str, before: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence opens with a bare surname whose full name stands in the one before."""
    opening = _SURNAME.match(text, sentence.start, sentence.end)
    if opening is None or opening[1].casefold() in STOP_WORDS:
        return False
    said = text[before.start : before.end]
    if f" {opening[1]}" not in said:
        return False
    return re.search(rf"\b[A-Z][\w’'-]+ {re.escape(opening[1])}\b", said) is not None


def announces(text: str, sentence: Sentence) -> bool:
    """Whether a sentence only announces what follows ("for several reasons.", "as follows:")."""
    return _announces(text[sentence.start : sentence.end].rstrip())


@lru_cache(_CACHED)
def _announces(said: str) -> bool:
    return _ANNOUNCES.search(said) is not None


def opens_list(text: str, sentence: Sentence, after: Sentence) -> bool:
    """Whether a sentence announces the list that follows ("You must bring:", "We ask that")."""
    if is_item(text, sentence) or not is_item(text, after) or not touch(text, sentence, after):
        return False
    said = text[sentence.start : sentence.end].rstrip()
    return _GOES_ON.match(said) is not None or announces(text, sentence)


def find_last_item(text: str, sentences: Sequence[Sentence], place: int) -> int:
    """The last of the list's items that follow a sentence without a gap; else the sentence."""
    while (
        place + 1 < len(sentences)
        and is_item(text, sentences[place + 1])
        and touch(text, sentences[place], sentences[place + 1])
    ):
        place += 1
    return place


def restates(question: str, excerpt: str) -> bool:
    """Whether an excerpt only says the question's words again, with vague ones.

    To a question that wants yes or no that is an answer; to how and why, that something plays a
    role is none, nor that something was discussed to what was decided.
    """
    if _WANTS_DECISION.search(question) and _DISCUSSED.search(excerpt):
        return len(excerpt.split()) <= MAX_VAGUE_WORDS and not _WANTS_DECISION.search(excerpt)
    if _YES_OR_NO.match(question):
        return False
    asked = {stem(word) for word in words_of(question)}
    words = words_of(excerpt)
    said = {stem(word) for word in words}
    if 2 * len(asked & said) < len(asked):
        return False
    if _WANTS_SUBSTANCE.match(question) and _VAGUE_CLAIM.search(excerpt):
        return len(excerpt.split()) <= MAX_VAGUE_WORDS
    own = [word for word in words if not is_light(word)]
    new = {stem(word) for word in own} - asked - _VAGUE_STEMS
    return len(new) <= MAX_RESTATING_WORDS and not any(c.isdigit() for one in new for c in one)


def lacks_remedy(question: str, excerpt: str) -> bool:
    """Whether what to do is asked, and only the cause is said ("If it smells, it lacks air")."""
    return _WANTS_REMEDY.search(question) is not None and bool(_DIAGNOSIS.match(excerpt))


def opens_case(text: str, sentence: Sentence) -> bool:
    """Whether a sentence begins with a case of its own ("If it smells, …")."""
    return _CASE.match(text, sentence.start, sentence.end) is not None


@lru_cache(_CACHED)
def is_heading(question: str, heading: str) -> bool:
    """Whether a question asks what a heading does: its words, or the question of a list of them."""
    asked = set(terms_of(question))
    return bool(asked) and asked == {term for term in terms_of(heading) if not term.isdigit()}


def is_vague(text: str) -> bool:
    """Whether a short sentence mainly says that something matters ("plays a vital role in …")."""
    return len(text.split()) <= MAX_VAGUE_WORDS and _VAGUE_CLAIM.search(text) is not None


def is_item(text: str, sentence: Sentence) -> bool:
    """Whether a sentence stands in the line of a list's item."""
    return bool(_LIST_ITEM.match(text, text.rfind("\n", 0, sentence.start) + 1))


def is_bare_line(text: str, sentence: Sentence) -> bool:
    """Whether a sentence is a short line that ends without a mark ("Polish")."""
    line = text[sentence.start : sentence.end].strip()
    return len(line) <= MAX_BARE_LINE and line[-1:].isalnum()


def are_lines_of_one_kind(text: str, one: Sentence, other_text: str, other: Sentence) -> bool:
    """Whether two sentences are both rows, both items or both short lines."""
    return any(
        is_kind(text, one) and is_kind(other_text, other)
        for is_kind in (is_row, is_item, is_bare_line)
    )


def touch(text: str, before: Sentence, after: Sentence) -> bool:
    """Whether nothing but white space stands between two sentences."""
    return not text[before.end : after.start].strip()


def share_paragraph(text: str, before: Sentence, after: Sentence) -> bool:
    """Whether two sentences that follow each other stand in one paragraph of running text."""
    if not touch(text, before, after):
        return False
    gap = text[before.end : after.start]
    if "\n" not in gap:
        return True
    line_start = text.rfind("\n", 0, before.end) + 1
    is_wrapped = before.end - line_start >= MIN_WRAPPED_LINE and not _BLANK_LINE.search(gap)
    parts = (before, after)
    return is_wrapped and not any(is_item(text, one) or is_row(text, one) for one in parts)


def are_in_one_paragraph(text: str, first: Sentence, second: Sentence) -> bool:
    """Whether no blank line stands between two sentences, in either order."""
    before, after = sorted((first, second), key=lambda sentence: sentence.start)
    return _BLANK_LINE.search(text, before.end, after.start) is None
