"""A document's sentences with their vectors, as overviews and cards choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa_bot.answering.rows import is_row
from qa_bot.answering.sentence_links import is_item
from qa_bot.index.folder import Index
from qa_bot.models.encoder import Vectors
from qa_bot.types import Document, Passage, Sentence

_BOILERPLATE = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b[^.]{0,40}[,!.]?$"
    r"|(?:best|kind|warm|many)? ?(?:regards|wishes|thanks|greetings)\b[^.]{0,40}$|sincerely\b"
    r"|cheers\b"
    r"|sent from my\b|(?:page|slide|sheet) \d+(?: (?:of|/) \d+)?$|\d+$|table of contents|contents$"
    r"|(?:©|\(c\)|copyright\b)|all rights reserved|confidential(?:ity)?\b|unsubscribe\b|click here"
    r"|(?:we use|this (?:site|website) uses) cookies|accept (?:all )?cookies|skip to (?:main"
    r" )?content"
    r"|home\b[^.]{0,40}(?:about|contact)|(?:tel|phone|fax|e-?mail|web)\.?: ?\S+|https?://\S+$"
    r"|www\.\S+$"
    r"|(?:from|to|cc|subject|date|sent): |share (?:this|on)|back to top|read more\b"
    r"|(?:attachments?|version|last (?:updated|modified|reviewed)|printed)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]{2}")
_ENDS = frozenset(".!?。")
MIN_WORDS = 2
MIN_WHOLE = 3
"""Whole sentences of a document from which on what stands before the first is a letterhead."""
Placed = tuple[Passage, Sentence]


@dataclass(frozen=True)
class DocumentSentences:
    """The citable sentences of a document in reading order, boilerplate left out.

    `vectors` has shape (sentences, dim).
    """

    document: Document
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    vectors: Vectors

    def text(self, place: int) -> str:
        """A sentence's text."""
        return self.document.text[self.sentences[place].start : self.sentences[place].end]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.sentences)


def load_sentences(
    index: Index, doc_id: str, start: int = 0, end: int | None = None
) -> DocumentSentences | None:
    """The citable sentences of a document, or of a part of it; None where it isn't there."""
    document = index.documents.document(doc_id)
    if document is None:
        return None
    end = len(document.text) if end is None else end
    ids = index.documents.passage_ids([doc_id])
    data = index.passages.load(np.array(ids, np.int64))
    row_of = {int(number): row for row, number in enumerate(data.sentence_ids)}
    passages, sentences, rows = [], [], []
    spans = index.documents.sentences(ids)
    for passage in index.documents.passages(ids):
        for number, sentence in spans[passage.passage_id]:
            inside = start <= sentence.start and sentence.end <= end
            if inside and is_telling(document, sentence) and number in row_of:
                passages.append(passage)
                sentences.append(sentence)
                rows.append(row_of[number])
    return DocumentSentences(
        document, tuple(passages), tuple(sentences), data.sentence_vectors[rows]
    )


def without_letterhead(given: DocumentSentences) -> DocumentSentences:
    """The sentences from the first whole one on, if there are enough, in running text.

    Before it stand names, addresses and dates.
    """
    text = given.document.text
    is_whole = [given.text(i).rstrip()[-1:] in _ENDS for i in range(len(given))]
    first = is_whole.index(True) if sum(is_whole) >= MIN_WHOLE else 0
    before = given.sentences[:first]
    if not before or any(is_item(text, one) or is_row(text, one) for one in before):
        return given
    return replace(
        given,
        passages=given.passages[first:],
        sentences=given.sentences[first:],
        vectors=given.vectors[first:],
    )


def walk_sentences(index: Index, doc_id: str) -> Iterator[Placed]:
    """All sentences of a document with their passages, in reading order."""
    ids = index.documents.passage_ids([doc_id])
    spans = index.documents.sentences(ids)
    for passage in index.documents.passages(ids):
        for _, sentence in spans[passage.passage_id]:
            yield passage, sentence


def find_opening(index: Index, doc_id: str, passage_ids: Sequence[int]) -> str:
    """The first sentence of a document that tells something; empty where none does."""
    document = index.documents.document(doc_id)
    if document is None:
        return ""
    for passage_id in passage_ids:
        for _, sentence in index.documents.sentences([passage_id])[passage_id]:
            if is_telling(document, sentence):
                return document.text[sentence.start : sentence.end]
    return ""


def is_telling(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence may stand for a document: no heading, greeting, address or number."""
    text = document.text[sentence.start : sentence.end].strip()
    if not sentence.citable or text == document.title:
        return False
    if any(_BOILERPLATE.match(line.lstrip("-*•‣– ")) for line in text.split("\n")):
        return False
    return len(text.split()) >= MIN_WORDS and _LETTER.search(text) is not None
