"""The plain types that pass between the stages, in flow order.

Frozen dataclasses without I/O. All offsets are code-point offsets into `Document.text`,
half-open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

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
    """One page of a paged format; `number` counts from 1."""

    number: int
    start: int
    end: int


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
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds spent in each stage."""

    def __str__(self) -> str:
        """The excerpts or the refusal, then a list of sources."""
        listed = self.citations if self.answered else self.nearest
        if not listed:
            return self.text
        heading = "Sources" if self.answered else "Nearest passages (not an answer)"
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
    if citation.page is not None:
        where.append(f"page {citation.page}")
    where.append(f"characters {citation.start}–{citation.end}")
    changed = " (the file has changed since it was indexed)" if citation.changed else ""
    return f"[{citation.number}] {' · '.join(where)}{changed}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that a build did not read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and made."""

    generation: str
    documents: int
    passages: int
    sentences: int
    seconds: float
    skipped: tuple[Skipped, ...] = ()

    def __str__(self) -> str:
        """A few lines for a terminal."""
        lines = [
            f"Indexed {self.documents} documents: {self.passages} passages, "
            f"{self.sentences} sentences, in {self.seconds:.1f} s."
        ]
        lines += [f"Skipped {skip.source}: {skip.reason}" for skip in self.skipped]
        return "\n".join(lines)
