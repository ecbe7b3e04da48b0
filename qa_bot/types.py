"""The plain types that pass between the stages, in flow order.

Frozen dataclasses without I/O. All offsets are code-point offsets into `Document.text`,
half-open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

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
    """What the format calls it ("slide 3", "sheet Budget"); empty for a page."""
    ocr: float | None = None
    """How sure the text recognition was, 0 to 1, where the page was read from a picture."""

    def __str__(self) -> str:
        """How a citation names it."""
        name = self.label or f"page {self.number}"
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
    passage_logit: float | None = None
    """The reader's log-odds that the passage answers; None where it was not read."""
    sentence_logits: tuple[float, ...] = ()
    """The same for each of its sentences."""


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
    """Position, in the same list, of the evidence that says nearly the same words, if any."""


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
    """True when the source file is gone or differs from what was indexed."""
    place: str = ""
    """The page in words: "page 3", "slide 3", "sheet Budget"; empty where there are none."""
    author: str = ""
    date: str = ""
    """Author and date of the document, as `Document` has them."""


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
    """Where the bot declines: questions near this one that the documents answer."""
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in each stage."""

    def __str__(self) -> str:
        """The excerpts or the refusal, then a list of sources."""
        listed = self.citations if self.answered else self.nearest
        if not listed:
            return self.text
        heading = (
            f"Sources (confidence {self.confidence:.0%})"
            if self.answered
            else "Nearest passages (not an answer)"
        )
        lines = [describe_citation(citation) for citation in listed]
        if not self.answered:
            lines = [f"{line}\n    “{c.quote}”" for line, c in zip(lines, listed, strict=True)]
        return "\n".join([self.text, "", heading, *lines])

    def to_dict(self) -> dict[str, Any]:
        """Everything in the answer as JSON-ready values."""
        return asdict(self)


def describe_citation(citation: Citation) -> str:
    """One line that says where a quote stands: number, title, section, page, offsets."""
    where = [citation.title]
    if citation.section:
        where.append(citation.section)
    if citation.place:
        where.append(citation.place)
    where.append(f"characters {citation.start}–{citation.end}")
    changed = " (the file has changed since it was indexed)" if citation.changed else ""
    return f"[{citation.number}] {' · '.join(where)}{changed}"


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What became of one file: read, read in part, or skipped, and why."""

    source: str
    status: Literal["read", "partly", "skipped"]
    reason: str = ""
    """Why it was skipped or read in part; empty for a file that was read."""
    format: str = ""
    pages: int = 0
    pages_without_text: tuple[int, ...] = ()
    characters_read: int = 0
    """Characters that the file holds, menus and running headers included."""
    characters: int = 0
    """Characters of the canonical text, which is what gets indexed."""
    garbled: bool = False
    """True where the text looks like a broken text layer rather than language."""
    ocr: float | None = None
    """Mean certainty of the text recognition, where pages were read from pictures."""
    own_title: bool = False
    """True where the title stands in the file; otherwise it is the file's name."""
    seconds: float = 0.0

    @property
    def deserves_mention(self) -> bool:
        """Whether a person should look at it."""
        return self.status != "read" or self.garbled or self.ocr is not None

    def __str__(self) -> str:
        """One line: what became of the file, and why."""
        notes = [self.reason] if self.reason else []
        if self.garbled:
            notes.append("its text looks garbled: compare it with the file")
        if self.ocr is not None:
            notes.append(f"text recognised in pictures, {self.ocr:.0%} sure on average")
        done = {"read": "Read", "partly": "Read in part", "skipped": "Skipped"}[self.status]
        line = f"{done} {printable(self.source)}"
        return f"{line}: {'; '.join(notes)}" if notes else line


def printable(name: str) -> str:
    """A file's name on one line: line breaks, controls and invalid bytes as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and made."""

    generation: str
    """The live generation's name."""
    documents: int
    passages: int
    sentences: int
    seconds: float
    readings: tuple[ReadingReport, ...] = ()
    reused: int = 0
    """Documents that were not read again, because their files are unchanged."""
    encoded: int = 0
    """Different texts of passages and sentences that the model encoded."""
    changed: bool = True
    """False where nothing had changed and the live generation stayed."""
    golden: tuple[int, int] | None = None
    """Golden questions that pass, and all of them; None where there are none."""
    separability: float | None = None
    """How often a probe that the index answers beats one that it doesn't, 0 to 1."""

    @property
    def skipped(self) -> tuple[ReadingReport, ...]:
        """The files that were not read."""
        return tuple(r for r in self.readings if r.status == "skipped")

    def __str__(self) -> str:
        """A few lines for a terminal."""
        size = f"{self.passages} passages, {self.sentences} sentences"
        if self.changed:
            lines = [
                f"Indexed {self.documents} documents: {size}, in {self.seconds:.1f} s. "
                f"Unchanged and not read again: {self.reused}; texts encoded: {self.encoded}."
            ]
        else:
            lines = [f"Nothing has changed: {self.documents} documents, {size}."]
        if self.golden is not None:
            lines.append(f"Golden questions: {self.golden[0]} of {self.golden[1]} pass.")
        if self.separability is not None:
            share = f"{self.separability:.0%}"
            lines.append(
                f"Probe questions with and without an answer: told apart {share} of times."
            )
        return "\n".join(lines + [str(r) for r in self.readings if r.deserves_mention])
