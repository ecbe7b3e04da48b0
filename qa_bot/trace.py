"""How an answer came about, stage by stage: what `explain` adds to an answer.

Frozen dataclasses of plain values; printing a `Trace` gives a readable report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Origin = Literal["acronym", "word form"]
"""Why a term was added: an acronym and what it stands for, or words written apart or together."""
Cause = Literal[
    "lacks what must occur",
    "names another code",
    "said before",
    "floor",
    "repetition",
    "another subject",
    "nothing new",
    "vague",
    "limit",
]
"""Why a sentence is in no excerpt: its passage lacks a code or quoted phrase of the question; it
names another code than the question; the conversation has said it; its score or the reader's is too
low; an excerpt says it already; it says of another thing what the first excerpt says; it says
nothing that the question and the excerpts don't; it only restates the question; there are excerpts
enough."""
Stage = Literal["question", "retrieval", "evidence", "topic", "reading", "none"]
"""What a refusal rests on: nothing was asked, nothing was found, nothing found has what must occur,
it is not on the topic, the reader finds no answer in it; "none" where there is an answer."""


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word that the documents lack, and the near one that is searched for."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Term:
    """A stemmed word that is searched for, and what its rarity makes of it."""

    term: str
    weight: float
    passages: int
    """How many passages hold it."""
    idf: float
    origin: Origin | None = None
    """Why it was added; None where the question has it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One wording that was asked, and how confident its answer would be."""

    question: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TracedPassage:
    """A passage that was found, with its scores and ranks; ranks count from 1."""

    doc_id: str
    start: int
    end: int
    opening: str
    """Its first words."""
    dense: float
    """Cosine with the question."""
    lexical: float
    """BM25."""
    fused: float
    dense_rank: int | None
    """Its rank among those that the vectors found; None where they did not."""
    lexical_rank: int | None
    """Its rank among those that the words found; None where they did not."""
    reading: float | None
    """The reader's log-odds that the passage answers; None where it was not read."""
    rank: int | None
    """Its rank after reading; None where it was not looked at any further."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that is in no excerpt, and why."""

    doc_id: str
    start: int
    end: int
    quote: str
    score: float
    logit: float | None
    """The reader's log-odds that it answers; None where it was not read."""
    cause: Cause


@dataclass(frozen=True, slots=True)
class Factors:
    """What the confidence is made of."""

    cosine: float
    """The best cosine of a passage that was looked at."""
    coverage: float
    """The share of the question's words, by rarity, in the first excerpt's passage or titles."""
    topic: float
    """The probability that it is on the topic, from both."""
    logit: float | None
    """The reader's log-odds of the first excerpt; None where nothing was read."""
    answers: float | None
    """The probability that it answers, from them."""
    lacking: str
    """What no excerpt has that is asked for, which makes the confidence fall; empty for nothing."""
    offset: float
    """What the thumbs' calibration adds to the log-odds of the product."""
    confidence: float
    threshold: float
    """The least confidence of an answer."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about."""

    question: str
    standalone: str
    """The question as it stands alone, before its spelling was mended."""
    why_standalone: str
    asked: tuple[Asking, ...] = ()
    """Every wording that was asked, where there were several; the first is the one that counts."""
    respelled: tuple[Respelling, ...] = ()
    terms: tuple[Term, ...] = ()
    """The terms that the documents have: the question's, then those that were added."""
    unknown: tuple[str, ...] = ()
    """Words of the question that no passage has."""
    found_by_vectors: int = 0
    found_by_words: int = 0
    passages: tuple[TracedPassage, ...] = ()
    """The best of both sides together, best first by the fused score."""
    left_out: tuple[LeftOut, ...] = ()
    """The best of the sentences that are in no excerpt, best first."""
    factors: Factors | None = None
    """Those of the first excerpt, or of the nearest passage; None where nothing was found."""
    decided_by: Stage = "none"

    def __str__(self) -> str:
        """A report in plain lines."""
        return "\n".join(_describe(self))


_DECISIONS: dict[Stage, str] = {
    "question": "refused: nothing was asked that could be searched for",
    "retrieval": "refused: nothing was found",
    "evidence": "refused: nothing found has the code or quoted phrase of the question",
    "topic": "refused: what was found is not clearly on the topic",
    "reading": "refused: the reader finds no answer in what was found",
    "none": "answered: the confidence reaches the least that is wanted",
}


def _describe(trace: Trace) -> Iterator[str]:
    yield f"Question: {trace.standalone}"
    yield f"  {trace.why_standalone}"
    for asking in trace.asked:
        yield f"  asked as “{asking.question}”: confidence {asking.confidence:.2f}"
    yield "Words"
    for word in trace.respelled:
        yield f"  “{word.typed}” read as “{word.read_as}”"
    for term in trace.terms:
        added = f", added ({term.origin})" if term.origin else ""
        yield f"  {term.term}: in {term.passages} passages, idf {term.idf:.2f}{added}"
    if trace.unknown:
        yield f"  not in the documents: {', '.join(trace.unknown)}"
    yield f"Passages: {trace.found_by_vectors} by vectors, {trace.found_by_words} by words"
    for place, passage in enumerate(trace.passages, 1):
        yield from _describe_passage(place, passage)
    if trace.left_out:
        yield "Left out"
    for one in trace.left_out:
        read = "" if one.logit is None else f", reader {one.logit:+.1f}"
        yield f"  {one.cause} (score {one.score:.1f}{read}): “{one.quote}”"
    if trace.factors is not None:
        yield from _describe_factors(trace.factors)
    yield f"Decision: {_DECISIONS[trace.decided_by]}"


def _describe_passage(place: int, one: TracedPassage) -> Iterator[str]:
    after = "not looked at further" if one.rank is None else f"place {one.rank} in the end"
    read = "not read" if one.reading is None else f"reader {one.reading:+.1f}"
    sides = (
        f"cosine {one.dense:.2f} ({one.dense_rank or 'not found'}), "
        f"BM25 {one.lexical:.1f} ({one.lexical_rank or 'not found'})"
    )
    yield f"  {place}. {one.doc_id} {one.start}–{one.end} “{one.opening}”"
    yield f"     {sides}, together {one.fused:.2f}; {read}; {after}"


def _describe_factors(factors: Factors) -> Iterator[str]:
    yield f"Confidence {factors.confidence:.2f} (least wanted {factors.threshold:.2f})"
    yield (
        f"  on the topic {factors.topic:.2f} (cosine {factors.cosine:.2f}, share of the words "
        f"{factors.coverage:.2f})"
    )
    if factors.answers is not None:
        yield f"  answers {factors.answers:.2f} (reader {factors.logit:+.1f})"
    if factors.lacking:
        yield f"  less because the excerpts {factors.lacking}"
    if factors.offset:
        yield f"  calibration {factors.offset:+.2f}"
