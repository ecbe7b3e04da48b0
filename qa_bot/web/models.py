"""What REST and MCP take and give beside the plain types."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qa_bot.answering.bot import QABot
from qa_bot.config import MAX_QUESTION_CHARACTERS
from qa_bot.index.documents import DocumentSummary
from qa_bot.trace import Trace
from qa_bot.types import Answer, Citation, FormKind, KnownDocument, Part

Question = Annotated[str, StringConstraints(max_length=MAX_QUESTION_CHARACTERS)]
LongQuestion = Annotated[str, StringConstraints(max_length=1_000_000)]
"""No longer than a body; the bound also refuses what is no Unicode."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class Request(BaseModel):
    """A body that has no unknown fields."""

    model_config = ConfigDict(extra="forbid")


class Turn(Request):
    """An earlier exchange of the conversation."""

    question: Question
    reply: Annotated[str, StringConstraints(max_length=20_000)] = ""


class AnswerRequest(Request):
    """A question, with what came before it."""

    question: LongQuestion = Field(examples=["What does INTERPOL do?"])
    """One that is too long is given back, unanswered, as everywhere."""
    history: list[Turn] = Field(default=[], max_length=50)
    documents: list[Name] | None = Field(default=None, max_length=1_000)
    """The only documents to search, by id, file name or title; by default all."""
    max_citations: int | None = Field(default=None, ge=1, le=20)
    explain: bool = False
    """Whether the answer says how it came about (`trace`)."""


class GivenAnswer(BaseModel):
    """An answer for a model: what it may say, and how sure that is."""

    answered: bool
    confidence: float
    asked_as: str
    text: str
    citations: list[Citation]
    nearest: list[Citation]
    form: FormKind
    parts: list[Part]
    documents: list[KnownDocument]
    notice: str
    complete: bool | None
    trace: Trace | None
    """How the answer came about, where that was asked for."""

    @classmethod
    def of(cls, answer: Answer) -> GivenAnswer:
        """An answer without its timings."""
        return cls(
            answered=answer.answered,
            confidence=answer.confidence,
            asked_as=answer.asked_as,
            text=answer.text,
            citations=list(answer.citations),
            nearest=list(answer.nearest),
            form=answer.form,
            parts=list(answer.parts),
            documents=list(answer.documents),
            notice=answer.notice,
            complete=answer.complete,
            trace=answer.trace,
        )


class SearchRequest(Request):
    """A question, and how many passages are wanted."""

    question: Question = Field(examples=["incident response"])
    k: int = Field(default=10, ge=1, le=100)
    documents: list[Name] | None = Field(default=None, max_length=1_000)


class FoundPassage(BaseModel):
    """A passage with its score; `start` and `end` count characters of the document."""

    doc_id: str
    title: str
    section: str
    section_path: list[str]
    """The titles of all sections around its start, outermost first."""
    start: int
    end: int
    text: str
    score: float
    dense: float
    lexical: float


class SearchResult(BaseModel):
    """The best passages, best first."""

    passages: list[FoundPassage]


class ListedDocument(BaseModel):
    """A document without its text."""

    doc_id: str
    title: str
    source: str
    sha256: str
    characters: int
    pages: int
    author: str
    date: str

    @classmethod
    def of(cls, summary: DocumentSummary) -> ListedDocument:
        """What is told of a document that the index lists."""
        return cls(
            doc_id=summary.doc_id,
            title=summary.title,
            source=summary.source,
            sha256=summary.sha256,
            characters=summary.characters,
            pages=summary.pages,
            author=summary.author,
            date=summary.date,
        )


class DocumentList(BaseModel):
    """The documents of the live generation, and the files that it had to skip."""

    generation: str
    total: int
    documents: list[ListedDocument]
    skipped: dict[str, str]

    @classmethod
    def of(cls, bot: QABot, limit: int, offset: int) -> DocumentList:
        """Some documents of a bot's generation, in the order of the build."""
        manifest = bot.index.manifest
        return cls(
            generation=manifest.generation,
            total=manifest.documents,
            documents=[ListedDocument.of(s) for s in bot.index.documents.summaries(offset, limit)],
            skipped=manifest.skipped,
        )


class PageText(BaseModel):
    """One page, slide or sheet; `start` and `end` are its place in the document's text."""

    doc_id: str
    number: int
    label: str
    ocr: float | None
    """How sure the text recognition was, 0 to 1, where the page was read from a picture."""
    start: int
    end: int
    text: str


class SourceText(BaseModel):
    """A part of a document; `end` is where to read on, `characters` where it ends."""

    doc_id: str
    title: str
    start: int
    end: int
    characters: int
    text: str


class StoredFiles(BaseModel):
    """The names that uploaded files got; they are asked after the next rebuild."""

    stored: list[str]
