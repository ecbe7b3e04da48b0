"""The plain types that pass between the stages, in flow order.

Frozen dataclasses without I/O. All offsets are code-point offsets into `Document.text`,
half-open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from qa_bot.trace import Trace

SourceStatus = Literal["unchanged", "changed", "removed", "unknown"]
SOURCE_NOTES = {
    "changed": "the file has changed since it was indexed",
    "removed": "the file was removed since it was indexed",
}
"""What a citation says of its source file."""
Reason = Literal["", "off_topic", "not_answered", "too_general", "missing_word"]
"""Why a question is not answered: nothing on its topic, on the topic but no answer, nothing named
that could be looked for, or a code or quoted phrase that doesn't occur; empty for an answer."""
FormKind = Literal[
    "question", "yes_no", "overview", "card", "list", "comparison", "several", "numbered"
]
"""What kind of answer a question asks for; docs/python-api.md lists them."""
Advance = Callable[[str, int, int], None]
"""Called as work goes on: the stage, what is done of it, and all of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document.

    `start:body` holds the heading (for a question-and-answer pair: the question and the answer's
    label), `body:end` the text under it. Text before `body` is never cited as an answer.
    """

    title: str
    start: int
    body: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page, slide or sheet; `number` counts from 1."""

    number: int
    start: int
    end: int
    label: str = ""
    """What the format calls it ("slide 3", "sheet Budget"), or what a page itself says that it is
    ("iv"), without spaces; empty for a page that is called by its number."""
    ocr: float | None = None
    """How sure the text recognition was, 0 to 1, where the page was read from a picture."""

    def __str__(self) -> str:
        """How a citation names it."""
        name = self.label or f"page {self.number}"
        if self.label and " " not in self.label:
            name = f"page {self.label} ({self.number} of the file)"
        return name if self.ocr is None else f"{name}, read by OCR ({self.ocr:.0%} sure)"


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as canonical text, with what is known of its structure."""

    doc_id: str
    title: str
    source: str
    text: str
    sha256: str
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    author: str = ""
    """Who the file says wrote it, several joined by "; "; empty where it doesn't say."""
    date: str = ""
    """When the file says it was made: YYYY, YYYY-MM or YYYY-MM-DD; empty where it doesn't."""

    def sections_at(self, offset: int) -> tuple[Section, ...]:
        """The sections around an offset, outermost first."""
        around = (s for s in self.sections if s.start <= offset < s.end)
        return tuple(sorted(around, key=lambda section: section.start))

    def titles_at(self, offset: int) -> list[str]:
        """What the document is called, and the headings above an offset, outermost first."""
        return [self.title, *(section.title for section in self.sections_at(offset))]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span; `citable` is false for headings, questions and labels."""

    start: int
    end: int
    citable: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences within the model's token limit; the unit of retrieval."""

    passage_id: int
    doc_id: str
    start: int
    end: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation: what the person asked and what was replied."""

    question: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with the parts of its score (fused in `score`)."""

    passage: Passage
    score: float
    dense: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whole sentences of one passage that speak to the question."""

    passage: Passage
    start: int
    end: int
    score: float
    logit: float | None = None
    """The reader's log-odds of its best sentence; None where it was not read."""
    same_as: int | None = None
    """Position, in the same list, of the evidence that makes the same statement, if any."""
    highlight: tuple[int, int] | None = None
    """The words that answer, within `start:end`, where few stand out."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: `document.text[start:end] == quote`."""

    number: int
    doc_id: str
    title: str
    source: str
    section: str
    page: int | None
    start: int
    end: int
    quote: str
    changed: bool = False
    """True when the source file is not as it was indexed: it differs or was removed."""
    place: str = ""
    """The page in words: "page 3", "slide 3", "sheet Budget"; empty where there are none."""
    section_path: tuple[str, ...] = ()
    """The titles of all sections around the quote, outermost first; `section` is the last."""
    author: str = ""
    date: str = ""
    """Author and date of the document, as `Document` has them."""
    source_status: SourceStatus = "unchanged"
    """What has become of the source file; "unknown" where it can't be looked at from here."""
    same_as: int | None = None
    """The number of the citation that makes the same statement and is shown for it, if any."""
    highlight: tuple[int, int] | None = None
    """The words that answer, as offsets like `start` and `end` and within them; None where no few
    words stand out, which is so for most questions that ask for more than a name or a number."""

    @property
    def path(self) -> str:
        """The sections in words ("Part 2 > Mandates > Budget"), the document's title left out."""
        titles = self.section_path or (self.section,)
        return " > ".join(titles[1:] if titles[0] == self.title else titles)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two citations that say different things of one matter, by their numbers."""

    first: int
    second: int
    first_says: str
    """The numbers or dates that the first gives; "yes" or "no" where one denies the other."""
    second_says: str

    @property
    def is_denial(self) -> bool:
        """Whether one denies what the other says."""
        return {self.first_says, self.second_says} == {"yes", "no"}

    def __str__(self) -> str:
        """A line that names both."""
        if self.is_denial:
            return f"[{self.first}] and [{self.second}] disagree: one denies what the other says."
        return (
            f"[{self.first}] and [{self.second}] disagree: {self.first_says} against "
            f"{self.second_says}."
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: a section of an overview, a side of a comparison, one of two questions.

    `title` names it; `citations` are the numbers of the answer's citations that belong to it.
    """

    title: str
    citations: tuple[int, ...] = ()
    answered: bool = True
    message: str = ""
    """What is said of it: why it is not answered, or how it is to be read."""


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as a card shows it: nothing is quoted as an answer."""

    doc_id: str
    title: str
    source: str
    characters: int
    pages: int
    opening: str
    """Its first sentence, shortened at a word where it is long."""

    def __str__(self) -> str:
        """One line: title, size and opening."""
        size = f"{self.pages} pages" if self.pages > 1 else f"{self.characters:,} characters"
        return f"{self.title} ({size})" + (f": {self.opening}" if self.opening else "")


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    """An answer on its way: what is searched for, and the excerpts found, in no final order."""

    asked_as: str
    found: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says to a question: cited excerpts, or a refusal with the nearest passages."""

    question: str
    asked_as: str
    text: str
    citations: tuple[Citation, ...] = ()
    answered: bool = False
    confidence: float = 0.0
    nearest: tuple[Citation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    """Citations that disagree with each other; the text says so too."""
    missing: str = ""
    """What the question asks for and the excerpts lack, in words; empty where nothing is known."""
    suggestions: tuple[str, ...] = ()
    """Questions that the documents answer: near this one where the bot declines, or of a card."""
    reason: Reason = ""
    """Why the bot declines, for programs; `message` says it in words."""
    message: str = ""
    """Where the bot declines: why, in sentences; `text` has the suggestions too. A card's text."""
    form: FormKind = "question"
    """What kind of answer the question asked for."""
    parts: tuple[Part, ...] = ()
    """The parts of an overview, a comparison or an answer to several questions, in order."""
    documents: tuple[KnownDocument, ...] = ()
    """What a card lists."""
    notice: str = ""
    """What to know of this answer: how it is to be read, or what it does not claim."""
    complete: bool | None = None
    """Of a list: whether it is the whole list; None where that can't be told."""
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in each stage."""
    trace: Trace | None = None
    """How the answer came about, where that was asked for."""

    def __str__(self) -> str:
        """The excerpts or the refusal, then a list of sources."""
        listed = self.citations if self.answered else self.nearest
        if not listed:
            return self.text
        heading = self.sources_heading
        lines = [describe_citation(citation) for citation in listed]
        if not self.answered:
            lines = [f"{line}\n    “{c.quote}”" for line, c in zip(lines, listed, strict=True)]
        return "\n".join([self.text, "", heading, *lines])

    @property
    def sources_heading(self) -> str:
        """What stands over the list of sources; only excerpts have a confidence."""
        if not self.answered:
            return "Closest excerpts (not an answer)"
        return f"Sources (confidence {self.confidence:.0%})" if self.confidence < 1 else "Sources"

    def to_dict(self) -> dict[str, Any]:
        """Everything in the answer as JSON-ready values."""
        return asdict(self)


def describe_citation(citation: Citation) -> str:
    """One line that says where a quote stands: number, title, sections, page, offsets."""
    where = [citation.title]
    if citation.path:
        where.append(citation.path)
    if citation.place:
        where.append(citation.place)
    where.append(f"characters {citation.start}–{citation.end}")
    note = SOURCE_NOTES.get(citation.source_status, "")
    return f"[{citation.number}] {' · '.join(where)}{f' ({note})' if note else ''}"
