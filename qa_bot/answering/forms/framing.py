"""Take off what a question says of the documents: "What does the manual say about gloves?".

What is left is the topic, or the question itself ("According to the minutes, who …?"), which is
answered of the documents that are named. Where the question is only whether or where a topic
occurs, excerpts that name it are the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.answer_type import is_question
from qa_bot.answering.forms.dated import KINDS
from qa_bot.answering.forms.detection import GENERIC
from qa_bot.answering.forms.politeness import strip_politeness
from qa_bot.answering.forms.subjects import find_subject
from qa_bot.answering.held_kinds import MONTHS
from qa_bot.answering.wording import NOT_FOUND, write_answer
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Answer, Citation

MENTIONED = "Where the documents mention “{topic}”:"
NOT_MENTIONED = "Nothing was found that mentions “{topic}”."
MIN_LOOKED_THROUGH = 8
"""Excerpts looked through for those that name a topic."""
_WORDS = r"\S+(?:\s+\S+){0,6}?"
_DOC = rf"(?P<doc>{_WORDS})"
_SAY = (
    r"(?:say|says|said|state|states|stated|tell|write|writes|wrote|report|reports|note|notes|"
    r"specify|specifies|contain|explain|recommend)"
)
_ABOUT = r"(?:about|regarding|concerning|with (?:regard|respect) to|on the (?:subject|topic) of)"
_ON = rf"(?:{_ABOUT}|on|of|as to)"
_MENTION = (
    r"(?:mention|discuss|refer to|talk about|speak (?:of|about)|touch (?:up)?on"
    r"|(?:say|have|contain) (?:any|some)thing (?:about|on))"
)
_MENTIONED = r"(?:mentioned|discussed|covered|addressed|referred to|talked about|described)"
_PASSAGES = (
    r"(?:parts?|passages?|places?|sections?|bits?|paragraphs?|mentions?|references?|sentences?|"
    r"quotes?|excerpts?|lines?|pages?|information|info|details?)"
)
_ASKS_WHAT = re.compile(
    rf"what\s+(?:do|does|did)\s+{_DOC}\s+{_SAY}(?:\s+(?:us|me))?\s+{_ON}\s+(?P<topic>.+)"
    rf"|what(?:['’]s|\s+is|\s+was)\s+(?:said|written|stated|known|noted)"
    rf"(?:\s+in\s+(?P<doc2>{_WORDS}))?\s+{_ABOUT}\s+(?P<topic2>.+)"
    rf"|what(?:['’]s|\s+is)\s+in\s+(?P<doc3>{_WORDS})\s+{_ABOUT}\s+(?P<topic3>.+)",
    re.IGNORECASE,
)
_ASKS_WHERE = re.compile(
    rf"(?:do|does|did|where\s+(?:do|does|did))\s+{_DOC}\s+(?:ever\s+|also\s+|even\s+)?"
    rf"{_MENTION}\s+(?P<topic>.+)"
    rf"|(?:where|on (?:what|which) pages?)\s+(?:is|are|was|were)\s+(?P<topic2>.+?)\s+{_MENTIONED}"
    rf"(?:\s+in\s+(?P<doc2>{_WORDS}))?"
    rf"|(?:is|are|was|were)\s+(?P<topic3>.+?)\s+(?:ever\s+)?mentioned(?:\s+anywhere)?"
    rf"(?:\s+in\s+(?P<doc3>{_WORDS}))?"
    rf"|(?:find|search for|look for|locate)\s+(?:me\s+)?(?:(?:the|all|every|any|each)\s+)?"
    rf"{_PASSAGES}\s+(?:{_ON}|to|that mentions?|which mentions?|mentioning)\s+(?P<topic4>.+)"
    rf"|(?:is|are)\s+there\s+(?:(?:(?:any|some|an?)\s+)?{_PASSAGES}"
    rf"(?:\s+in\s+(?P<doc4>{_WORDS}))?\s+(?:{_ON}|to)"
    rf"|(?:any|some)thing(?:\s+in\s+(?P<doc5>{_WORDS}))?\s+{_ABOUT})\s+(?P<topic5>.+)",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    rf"(?:(?:tell|give|show|find|get)\s+(?:(?:me|us)\s+)?)?"
    rf"(?:(?:(?:some|any|all|more|the)\s+)?(?:information|info|details?|facts|something|anything"
    rf"|everything|more|all)\s+)?{_ON}\s+(?P<topic>.+)"
    rf"|what\s+(?:can|could)\s+you\s+(?:tell|say)(?:\s+(?:me|us))?\s+{_ABOUT}\s+(?P<topic2>.+)"
    r"|(?:explain|describe)\s+(?P<topic3>.+)",
    re.IGNORECASE,
)
_BY_SOURCE = r"(?:according to|as (?:stated|written|described|set out) in|as per|going by)"
_OPENING = re.compile(
    rf"(?:{_BY_SOURCE}|based on|in|under|per)\s+(?P<doc>[^,]{{2,80}}),\s+(?P<question>.+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"(?P<question>.+?),?\s+{_BY_SOURCE}\s+(?P<doc>.{{2,80}})", re.IGNORECASE)
_IN_VERSION = re.compile(
    r"(?P<question>.+)\s+(?:in|under|within|by)\s+(?P<doc>(?:the|our|my|your)\s+[^,]{2,60})",
    re.IGNORECASE,
)
"""A question of one of several versions of a document ("under the travel policy of 2025")."""
_MONTH = f"(?:{MONTHS})"
_DATED = re.compile(
    r"(?P<question>.+?)\s+(?:(?:on|in|at)\s+)(?P<doc>(?:the\s+(?:\w+\s+){1,3}(?:of|on|from)\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
    rf"|the\s+{_MONTH}(?:\s+\d{{4}})?\s+\w+)(?P<rest>\s+(?:about|regarding|concerning)\s+.+)?"
)
"""A question of what was on a date, which a document may be of ("at the May meeting")."""
_AT_END = re.compile(r"(?P<topic>.+)\s+(?:in|within)\s+(?P<doc>.+)", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|this|these|my|our|your)\s", re.IGNORECASE)
_LEADING = re.compile(r"^(?:(?:(?:any|some)thing\s+)?about|whether|if)\s+", re.IGNORECASE)
_QUOTES = " \"“”'‘’"


@dataclass(frozen=True, slots=True)
class Framed:
    """What a question asks once what it says of the documents is taken off."""

    text: str
    """A topic, or a question."""
    document: str
    """The words that name the documents; empty for all of them."""
    only_occurs: bool = False
    """Whether the question is only where, or whether, the topic occurs."""
    is_tentative: bool = False
    """Whether it may as well be an ordinary question, or a topic as it stands."""
    is_dated: bool = False
    """Whether it names a date, of which a document may be, but no document."""

    @property
    def is_sure(self) -> bool:
        """Whether its words surely speak of documents, rather than of somebody called like one."""
        return not self.is_tentative and (not self.document or _is_document(self.document))

    @property
    def is_topic(self) -> bool:
        """Whether what is left asks nothing by itself."""
        return not is_question(self.text)


def find_frame(question: str) -> Framed | None:
    """What a question's words about the documents leave; None where it has no such words."""
    core = strip_politeness(question).rstrip(" ?!.…")
    for pattern, only_occurs in ((_ASKS_WHAT, False), (_ASKS_WHERE, True)):
        if match := pattern.fullmatch(core):
            given = {name: value for name, value in match.groupdict().items() if value}
            topic = next(value for name, value in given.items() if name.startswith("topic"))
            document = next((v for name, v in given.items() if name.startswith("doc")), "")
            topic, at_end = _split_place(topic)
            return Framed(_trim(topic), (document or at_end).strip(_QUOTES), only_occurs)
    for pattern in (_OPENING, _CLOSING):
        if (match := pattern.fullmatch(core)) and _may_be_document(match["doc"], core):
            asked = match["question"]
            return Framed(f"{asked[0].upper()}{asked[1:]}?", match["doc"].strip(_QUOTES))
    match = _IN_VERSION.fullmatch(core)
    if match and _names_version(match["doc"]) and is_question(match["question"]):
        return Framed(f"{match['question']}?", match["doc"].strip(_QUOTES))
    match = _DATED.fullmatch(core)
    if match and is_question(match["question"]):
        asked = f"{match['question']}{match['rest'] or ''}?"
        return Framed(asked, match["doc"], is_tentative=True, is_dated=True)
    if match := _ASKS_FOR.fullmatch(core):
        topic = next(value for value in match.groups() if value)
        return Framed(_trim(topic), "", is_tentative=True)
    return None if is_question(core) else Framed(core, "", is_tentative=True)


def _split_place(topic: str) -> tuple[str, str]:
    """A topic, and the document that it ends with ("fees in the handbook"), if it does."""
    match = _AT_END.fullmatch(topic)
    if match and _is_document(match["doc"]):
        return match["topic"], match["doc"]
    return topic, ""


def _may_be_document(words: str, question: str) -> bool:
    """Whether "according to …" or "in …" speaks of a document rather than of anybody's opinion."""
    if is_question(words):
        return False
    by_source = (
        not question.lower().startswith(("in ", "under ")) and _DETERMINED.match(words) is not None
    )
    return by_source or _is_document(words)


def _names_version(words: str) -> bool:
    """Whether some words name a kind of document and a number that tells it from others."""
    return _is_document(words) and re.search(r"\d", words) is not None and not is_question(words)


def _is_document(words: str) -> bool:
    """Whether some words say what kind of document they name, or stand for all."""
    return GENERIC.fullmatch(words) is not None or bool(KINDS & set(terms_of(words)))


def find_named(
    index: Index, framed: Framed, within: Sequence[str] | None
) -> tuple[str, ...] | None:
    """The ids of the documents that a frame names; None where its words name none.

    All of `within` where it speaks of the documents in general.
    """
    if framed.document and not GENERIC.fullmatch(framed.document):
        subject = find_subject(index, framed.document, within, is_sure=False)
        return None if subject is None or subject.sections else subject.doc_ids
    if within is not None:
        return tuple(within)
    return tuple(summary.doc_id for summary in index.documents.summaries())


def show_mentions(answer: Answer, framed: Framed, limit: int) -> Answer:
    """An answer to a topic, with the excerpts that name it where the pipeline has none.

    Where only its occurrence is asked for, no other excerpt counts.

    Args:
        answer: what the pipeline gave for the topic.
        framed: the topic, and what was asked of it.
        limit: how many excerpts are wanted at the most.
    """
    found = answer.citations if answer.answered else answer.nearest
    naming = [one for one in found if _names(one, framed.text)][:limit]
    if framed.only_occurs:
        if not naming:
            return _deny(answer, framed.text)
        notice = MENTIONED.format(topic=framed.text)
        return _give(answer, naming, 1.0, notice)
    if answer.answered or not naming:
        return answer
    return _give(answer, naming, answer.confidence, "")


def _trim(topic: str) -> str:
    return _LEADING.sub("", topic.strip(_QUOTES))


def _names(citation: Citation, topic: str) -> bool:
    """Whether a quote, with the headings over it, has all words of a topic."""
    said = " ".join([citation.quote, *citation.section_path])
    return set(terms_of(topic)) <= set(terms_of(said))


def _give(answer: Answer, found: Sequence[Citation], confidence: float, notice: str) -> Answer:
    """An answer of some excerpts, numbered anew."""
    citations = tuple(replace(one, number=i, same_as=None) for i, one in enumerate(found, 1))
    text = write_answer(citations)
    return replace(
        answer,
        text=f"{notice}\n\n{text}" if notice else text,
        citations=citations,
        answered=True,
        confidence=confidence,
        nearest=(),
        suggestions=(),
        contradictions=(),
        missing="",
        reason="",
        message="",
        notice=notice,
    )


def _deny(answer: Answer, topic: str) -> Answer:
    """That a topic occurs nowhere, with the nearest excerpts."""
    said = f"{NOT_FOUND} {NOT_MENTIONED.format(topic=topic)}"
    nearest = answer.nearest or answer.citations
    return replace(
        answer,
        text=said,
        citations=(),
        answered=False,
        confidence=0.0,
        nearest=nearest,
        contradictions=(),
        missing="",
        reason=answer.reason or "not_answered",
        message=said,
    )
