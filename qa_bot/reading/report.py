"""The report of a build: what became of each file, what it adds up to, and what was made of it.

Frozen dataclasses without I/O. A generation keeps its `ReadingReport`s; `str` gives lines for a
terminal, `to_dict` gives JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from qa_bot.reading.details import BOILERPLATE, NO_DETAILS, Details, sum_up, write_reason

_DUPLICATES = 20
"""Duplicates that a build names."""


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
    cut_sentences: int = 0
    """Sentences over the model's limit: each was cut into parts that fit, none is lost."""
    duplicate_of: str = ""
    """The source of an earlier document with the same or nearly the same text."""
    similarity: float = 0.0
    """How much of the two texts is shared, 0 to 1; 1 is kept for the very same text."""
    indexed: str = ""
    """When this content was first indexed (ISO 8601, UTC)."""
    details: Details = NO_DETAILS

    @property
    def deserves_mention(self) -> bool:
        """Whether a person should look at it; the menus of web pages are summed up instead."""
        return self.is_in_doubt or bool(self.duplicate_of)

    @property
    def is_in_doubt(self) -> bool:
        """Whether something of it may be missing or wrong."""
        odd = self.garbled or self.ocr is not None or bool(self.details.encoding)
        return odd or (self.status != "read" and not self.lacks_only_menus)

    @property
    def lacks_only_menus(self) -> bool:
        """Whether nothing but a page's menus, banners and footers is left out."""
        return self.status == "partly" and self.reason == write_reason(
            [each for each in self.details.left_out if each.what == BOILERPLATE]
        )

    def __str__(self) -> str:
        """One line: what became of the file, and why."""
        notes = [*([self.reason] if self.reason else []), *self.details.notes()]
        if self.garbled:
            notes.append("its text looks garbled: compare it with the file")
        if self.ocr is not None:
            notes.append(f"text recognised in pictures, {self.ocr:.0%} sure on average")
        if self.duplicate_of:
            how = (
                "the same text as" if self.similarity == 1 else f"{self.similarity:.0%} the text of"
            )
            notes.append(f"{how} {printable(self.duplicate_of)}")
        done = {"read": "Read", "partly": "Read in part", "skipped": "Skipped"}[self.status]
        line = f"{done} {printable(self.source)}"
        return f"{line}: {'; '.join(notes)}" if notes else line


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def printable(name: str) -> str:
    """A file's name on one line: line breaks, controls and invalid bytes as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the reports of all files add up to."""

    files: int
    read: int
    partly: int
    skipped: int
    characters_read: int
    characters: int
    pages: int
    pages_without_text: int
    cut_sentences: int
    garbled: int
    """Documents with a suspected broken text layer."""
    recognised: int
    """Documents with text that was recognised in pictures."""
    same: int
    """Documents with the very text of an earlier one."""
    alike: int
    """Documents with nearly the text of an earlier one."""
    guessed: int = 0
    """Documents whose encoding is a guess."""
    details: Details = NO_DETAILS
    """The sums of what the readers counted."""

    @classmethod
    def of(cls, readings: Sequence[ReadingReport]) -> Totals:
        """Add up."""
        statuses = [reading.status for reading in readings]
        doubled = [reading.similarity for reading in readings if reading.duplicate_of]
        return cls(
            files=len(readings),
            read=statuses.count("read"),
            partly=statuses.count("partly"),
            skipped=statuses.count("skipped"),
            characters_read=sum(r.characters_read for r in readings),
            characters=sum(r.characters for r in readings),
            pages=sum(r.pages for r in readings),
            pages_without_text=sum(len(r.pages_without_text) for r in readings),
            cut_sentences=sum(r.cut_sentences for r in readings),
            garbled=sum(r.garbled for r in readings),
            recognised=sum(r.ocr is not None for r in readings),
            same=sum(similarity == 1 for similarity in doubled),
            alike=sum(similarity < 1 for similarity in doubled),
            guessed=sum(bool(reading.details.encoding) for reading in readings),
            details=sum_up([reading.details for reading in readings]),
        )

    def lines(self) -> Iterator[str]:
        """Lines for a terminal; what there is none of is left out."""
        yield (
            f"Files: {self.files}; read {self.read}, in part {self.partly}, skipped {self.skipped}."
        )
        yield f"Characters: {self.characters_read:,} read, {self.characters:,} indexed."
        if self.details.left_out:
            yield f"Not in the texts: {'; '.join(map(str, self.details.left_out))}."
        if counted := "; ".join(self.details.counted()):
            yield f"Counted: {counted}."
        if self.guessed:
            yield f"Encodings that are guesses: {self.guessed}; compare the texts with the files."
        if self.pages_without_text:
            yield f"Pages without text: {self.pages_without_text} of {self.pages}."
        if self.cut_sentences:
            yield f"Sentences over the model's limit: {self.cut_sentences}, each cut into parts."
        if self.same or self.alike:
            yield (
                f"Duplicates: {self.same} the same text as another, {self.alike} nearly; all are "
                "indexed, and an answer quotes what they share once, with all of its sources."
            )


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

    @property
    def skipped(self) -> tuple[ReadingReport, ...]:
        """The files that were not read."""
        return tuple(r for r in self.readings if r.status == "skipped")

    @property
    def totals(self) -> Totals:
        """What the files' reports add up to."""
        return Totals.of(self.readings)

    def to_dict(self) -> dict[str, Any]:
        """Everything in the report as JSON-ready values."""
        return {**asdict(self), "totals": asdict(self.totals)}

    def __str__(self) -> str:
        """A few lines for a terminal."""
        documents = _number(self.documents, "document")
        size = f"{_number(self.passages, 'passage')}, {_number(self.sentences, 'sentence')}"
        if self.changed:
            lines = [
                f"Indexed {documents}: {size}, in {self.seconds:.1f} s. "
                f"Unchanged and not read again: {self.reused}; texts encoded: {self.encoded}."
            ]
        else:
            lines = [f"Nothing has changed: {documents}, {size}."]
        if self.golden is not None:
            lines.append(f"Golden questions: {self.golden[0]} of {self.golden[1]} pass.")
        if self.readings:
            lines += self.totals.lines()
        return "\n".join(lines + self.notes())

    def notes(self) -> list[str]:
        """A line for each file to look at: what is in doubt first, of many duplicates the first."""
        doubled = [r for r in self.readings if r.duplicate_of and not r.is_in_doubt]
        told = [r for r in self.readings if r.is_in_doubt] + doubled[:_DUPLICATES]
        rest = len(doubled) - _DUPLICATES
        return [*map(str, told), *([f"And {rest:,} more duplicates."] if rest > 0 else [])]
