"""What the routes take and give beside the plain types."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qa_bot.config import MAX_QUESTION_CHARACTERS
from qa_bot.types import Document, Page, Section

Question = Annotated[str, StringConstraints(max_length=MAX_QUESTION_CHARACTERS)]
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

    question: Question = Field(examples=["What does INTERPOL do?"])
    history: list[Turn] = Field(default=[], max_length=50)
    documents: list[Name] | None = Field(default=None, max_length=1_000)
    """The only documents to search, by id, file name or title; by default all."""
    max_citations: int | None = Field(default=None, ge=1, le=20)


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
    start: int
    end: int
    text: str
    score: float
    dense: float
    lexical: float


class SearchResult(BaseModel):
    """The best passages, best first."""

    passages: list[FoundPassage]


class DocumentSummary(BaseModel):
    """A document without its text."""

    doc_id: str
    title: str
    source: str
    sha256: str
    characters: int
    pages: int

    @classmethod
    def of(cls, document: Document) -> DocumentSummary:
        """The summary of a document."""
        return cls(
            doc_id=document.doc_id,
            title=document.title,
            source=document.source,
            sha256=document.sha256,
            characters=len(document.text),
            pages=len(document.pages),
        )


class DocumentList(BaseModel):
    """The documents of the live generation, and the files that it had to skip."""

    generation: str
    total: int
    documents: list[DocumentSummary]
    skipped: dict[str, str]


class WholeDocument(BaseModel):
    """A document as its citations quote it: `text[start:end]` is a citation's quote."""

    doc_id: str
    title: str
    source: str
    sha256: str
    text: str
    pages: list[Page]
    sections: list[Section]


class PageText(BaseModel):
    """One page, slide or sheet; `start` and `end` are its place in the document's text."""

    doc_id: str
    number: int
    label: str
    start: int
    end: int
    text: str


class StoredFiles(BaseModel):
    """The names that uploaded files got; they are asked after the next rebuild."""

    stored: list[str]
