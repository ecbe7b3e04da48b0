"""Tell the form of a question: what kind of answer it asks for.

Only the question's own words decide, by whole patterns: a question that merely has a word such as
"help", "list" or "summary" in it stays an ordinary one. Nothing is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa_bot.answering.forms.asking_twice import split_questions
from qa_bot.answering.forms.comparing import find_sides
from qa_bot.answering.forms.greetings import CARD, CLOSING
from qa_bot.answering.forms.list_questions import CHOICE, find_asked_list
from qa_bot.answering.forms.politeness import strip_politeness
from qa_bot.answering.forms.step_questions import find_asked_step
from qa_bot.answering.forms.versions import VERSION, find_version
from qa_bot.types import FormKind

_KINDS_OF_DOCUMENT = (
    r"(?:documents?|docs?|texts?|files?|papers?|pdfs?|sources?|pages?|materials?|contents?|corpus|"
    r"collection|library|uploads?|attachments?|data|stuff|knowledge base)"
)
GENERIC = re.compile(
    r"(?:(?:all|each|every|both|any)(?: of)? )?(?:(?:the|this|these|that|those|my|your|our|its"
    r"|all) )?"
    r"(?:(?:whole|entire|attached|uploaded|given|present|current|above|available|full|indexed) )*"
    rf"(?:{_KINDS_OF_DOCUMENT}|it|this|that|these|those|them|everything|all|here)"
    r"(?: (?:here|above|as a whole|in (?:here|total|your library|the library)|you have"
    r"|i (?:have )?(?:uploaded|added|gave you)))*",
    re.IGNORECASE,
)
"""What stands for the documents as a whole, or for the one there is."""
_ADJECTIVES = (
    r"(?:(?:very|brief|short|quick|rough|concise|general|complete|full|high[- ]level|one[- ]page|"
    r"executive|good|detailed|simple|small|overall|basic|plain|extractive)\s+)*"
)
_SUMMARY = (
    r"(?:overview|summary|summari[sz]ation|outline|gist|synopsis|abstract|digest|run-?down|recap|"
    r"round-?up|tl[;:,]?\s?dr|essence|big picture)"
)
_POINTS = (
    r"(?:(?:\d+|two|three|four|five|ten) )?"
    r"(?:key|main|most important|central|essential|major|principal|core|chief|important|top)\s+"
    r"(?:points?|take-?aways?|ideas?|messages?|findings?|topics?|themes?|facts?|highlights?|"
    r"arguments?|conclusions?|contents?|things|insights?|information|issues|lessons?|statements?|"
    r"parts)"
)
_OF = r"\s+(?:of|in|from|about|for|on|to)\s+(?P<subject>.+)"
_OVERVIEW = re.compile(
    rf"(?:(?:summari[sz]e|sum up|recap|outline|condense|tl[;:,]?\s?dr:?)(?P<verb>\s+.+)?"
    rf"|(?:what(?:['’]s| is| would be)\s+)?(?:(?:an?|the"
    rf"|your)\s+)?{_ADJECTIVES}{_SUMMARY}(?:{_OF})?)",
    re.IGNORECASE,
)
_KEY_POINTS = re.compile(
    rf"(?:(?:what(?:['’]s|['’]re| is| are| were)|list|name|tell|extract|highlight)\s+)?"
    rf"(?:all\s+)?(?:the\s+|some\s+)?{_POINTS}(?:{_OF})?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"what(?:['’]s|\s+is|\s+are|\s+was)\s+(?P<subject>.+?)\s+(?:all\s+)?(?:about|on about)"
    r"|what\s+(?P<subject2>.+?)\s+(?:is|are)\s+(?:all\s+)?about"
    r"|what\s+(?:do|does|did)\s+(?P<subject3>.+?)\s+"
    r"(?:cover|contain|deal with|talk about|discuss|say|tell us|tell me|describe|consist of"
    r"|address)"
    r"|what(?:['’]s|\s+is|\s+are)\s+(?:written\s+|said\s+|covered\s+|contained\s+)?"
    r"(?:in|inside)\s+(?P<subject4>.+)"
    r"|what\s+(?:(?:is|was|were)\s+(?:discussed|decided|agreed|said)|happened)\s+"
    r"(?:in|at|on|during)\s+(?P<subject7>.+)"
    r"|what\s+(?:did|has|have)\s+(?:the\s+)?(?:\w+\s+){1,3}?(?:decided?|agreed?(?: (?:on|to))?"
    r"|resolved?|discuss(?:ed)?)\s+(?:in|at|on|during)\s+(?P<subject8>.+)"
    r"|(?:what|which)\s+(?:decisions?|resolutions?)\s+(?:was|were)\s+(?:made|taken|passed|reached)"
    r"\s+(?:in|at|on|during)\s+(?P<subject9>.+)"
    r"|(?:describe|explain|tell (?:me|us)(?: more)? about|what should i know about"
    r"|what (?:can you|do you) (?:tell me|say|know) about)\s+(?P<subject5>.+)"
    r"|what (?:topics|subjects|themes|questions|areas) (?:do|does|are) (?P<subject6>.+?) "
    r"(?:cover|covered|deal with|discuss|about|address|treat)",
    re.IGNORECASE,
)
_SAID_OF = re.compile(
    r"^\s*(?:(?:(?:what(?:ever)?|everything|all)(?:\s+that)?\s+)?(?:(?:\w+\s+){0,3}?"
    r"(?:says?|said|write|written|know|known|stated?|have)\s+)?(?:of|about|on)\s+)",
    re.IGNORECASE,
)
"""What may stand before an overview's subject: "what the rules say about …"."""
_FILE_NAME = re.compile(r"\S\.[A-Za-z][A-Za-z0-9]{1,4}\b")

_ITEM = (
    r"(?P<kind>clauses?|steps?|sections?|sec\.|articles?|art\.|paragraphs?|para\.?|points?"
    r"|items?|rules?|"
    r"chapters?|parts?|schedules?|annex(?:es)?|appendix|§§?|questions?|numbers?|no\.|principles?|"
    r"phases?|stages?|lines?|rows?|slides?|pages?|entry)"
)
_NUMBER = (
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5}(?:\s?\([a-z0-9]{1,3}\))?[a-z]?|[IVXLC]{1,6}"
    r"|[A-Z](?:\.\d{1,3}){0,4})"
)
_NUMBERED = re.compile(
    r"(?:(?:what(?:['’]s|\s+is|\s+does|\s+do|\s+happens|\s+comes)?|how does|read|quote|show|tell me"
    r"|explain|describe|open|go to|see|give me|find|where is)(?:\s+(?:me|us|about|in|under|at"
    r"|the text of"
    r"|the wording of|the content of|written in|said in|stated in|as))*\s+)?"
    rf"(?:(?:the|our|my)\s+)?{_ITEM}\s*{_NUMBER}"
    r"(?:\s+(?:of|in|from|on)\s+(?P<where>[^?]+?))?"
    r"(?:\s+(?:say|says|state|states|cover|covers|mean|means|about|contain|contains|deal with"
    r"|require|requires"
    r"|provide|provides|regulate|read|reads|do|tell (?:me|us)|about\?))?(?:\s+(?:of"
    r"|in)\s+(?P<where2>[^?]+?))?",
)

_YES_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|may|might|must|should|shall|will|would|has|have"
    r"|had|am"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|can['’]t|couldn['’]t"
    r"|won['’]t|wouldn['’]t|shouldn['’]t|hasn['’]t|haven['’]t|hadn['’]t)\s+(?!\w+\s+(?:who|what"
    r"|which)\b)"
    r"[^?]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a question.

    `subjects` are what it is about: a document or topic of an overview (none for all), the two
    sides of a comparison, the questions in one, what is to be listed, or an item's kind, number
    and place.
    """

    kind: FormKind
    subjects: tuple[str, ...] = ()
    is_sure: bool = True
    """False where it is this form only if the documents hold what it names."""


@lru_cache(maxsize=1_000)
def find_form(question: str) -> Form:
    """The form of a standalone question."""
    whole = " ".join(question.split()).rstrip(" ?!.…")
    core = strip_politeness(question)
    if CARD.fullmatch(whole) or CARD.fullmatch(core):
        return Form("card", () if not CLOSING.fullmatch(whole) else ("thanks",))
    if parts := split_questions(question):
        return Form("several", parts)
    for find in (_find_numbered, _find_comparison, _find_overview, _find_list):
        if (form := find(core)) is not None:
            return form
    if _YES_NO.fullmatch(core) and not CHOICE.search(core):
        return Form("yes_no")
    return Form("question")


def find_topic(question: str) -> str:
    """What of a question a later one may point back to; empty for a greeting or "Summarise"."""
    form = find_form(question)
    if form.kind == "card":
        return ""
    if form.kind == "overview" and form.is_sure:
        return "".join(form.subjects)
    return question


def as_ordinary(form: Form, question: str) -> str:
    """The words to search for where a question gets an ordinary answer after all."""
    if form.kind == "overview" and form.is_sure:
        return "".join(form.subjects)
    if form.kind == "list" and form.is_sure:
        return f"Which {form.subjects[0]} are there?"
    return question


def _find_overview(core: str) -> Form | None:
    if match := _OVERVIEW.fullmatch(core):
        subject = match["verb"] or match["subject"] or ""
        return _overview_of(subject, is_sure=True)
    if match := _KEY_POINTS.fullmatch(core):
        return _overview_of(match["subject"] or "", is_sure=False)
    if match := _ABOUT.fullmatch(core):
        subject = next(value for value in match.groups() if value)
        if GENERIC.fullmatch(subject) or _FILE_NAME.search(subject):
            return _overview_of(subject, is_sure=True)
        return _overview_of(subject, is_sure=False)
    return None


def _overview_of(subject: str, is_sure: bool) -> Form:
    subject = _SAID_OF.sub("", subject).strip(" :,\"“”'‘’")
    if not subject or GENERIC.fullmatch(subject):
        return Form("overview")
    return Form("overview", (subject,), is_sure)


def _find_numbered(core: str) -> Form | None:
    if (version := find_version(core)) is not None:
        return Form("numbered", (VERSION, *version), is_sure=False)
    if (step := find_asked_step(core)) is not None:
        return Form("numbered", ("step", *step), is_sure=False)
    match = re.fullmatch(_NUMBERED.pattern, core, re.IGNORECASE)
    if match is None:
        return None
    if match["number"].isalpha() and not match["number"].isupper():
        return None
    return Form(
        "numbered", (match["kind"], match["number"], match["where"] or match["where2"] or ""), False
    )


def _find_comparison(core: str) -> Form | None:
    sides = find_sides(core)
    return Form("comparison", sides) if sides else None


def _find_list(core: str) -> Form | None:
    asked = find_asked_list(core)
    return Form("list", (asked.what,), asked.is_sure) if asked else None
