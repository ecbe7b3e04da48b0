"""Indexing: documents come in; their passages, vectors and a generation's stores go out.

Passages of unchanged documents and vectors of unchanged texts are taken from the previous
generation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from qa_bot.acronyms import Acronyms
from qa_bot.config import Settings
from qa_bot.documents import write_documents
from qa_bot.encoding import Encoder, Progress, Vectors
from qa_bot.index import ACRONYMS, DOCUMENTS, LEXICAL, SENTENCES, TERMS, VECTORS
from qa_bot.lexical import LexicalIndex
from qa_bot.reusing import Previous
from qa_bot.splitting import SplitDocument, split_document
from qa_bot.stores.faiss_store import FaissStore
from qa_bot.terms import SentenceTerms
from qa_bot.types import Document, Passage, Sentence


def split_corpus(
    documents: Sequence[Document],
    encoder: Encoder,
    settings: Settings,
    previous: Previous | None = None,
) -> SplitDocument:
    """All documents' passages, numbered through, under the model's token limit."""
    special = 2
    budget = min(settings.passage_tokens, encoder.identity.max_tokens - special)
    passages: list[Passage] = []
    sentences: list[tuple[Sentence, ...]] = []
    for document in documents:
        part = previous.split(document) if previous else None
        if part is None:
            part = split_document(document, encoder.count_tokens, budget)
        first = len(passages)
        passages += (replace(p, passage_id=first + p.passage_id) for p in part.passages)
        sentences += part.sentences
    return SplitDocument(tuple(passages), tuple(sentences))


@dataclass(frozen=True, slots=True)
class Rows:
    """Unit vectors of all passages and all sentences, in order; `encoded` of them are new."""

    passages: Vectors
    sentences: Vectors
    encoded: int


def encode_corpus(
    documents: Sequence[Document],
    split: SplitDocument,
    encoder: Encoder,
    progress: Progress | None,
    previous: Previous | None = None,
) -> Rows:
    """Vectors of all passages and sentences; the model encodes each new text once."""
    texts = {document.doc_id: document.text for document in documents}
    passages = [texts[p.doc_id][p.start : p.end] for p in split.passages]
    everything = [*passages, *(t for group in sentence_texts(documents, split) for t in group)]
    known: dict[str, int] = {}
    rows = np.zeros((0, encoder.identity.dim), np.float32)
    if previous is not None:
        known, rows = previous.vectors(everything, encoder.identity)
    new = [text for text in dict.fromkeys(everything) if text not in known]
    if new:
        known |= {text: len(rows) + place for place, text in enumerate(new)}
        rows = np.concatenate([rows, encoder.encode_passages(new, progress)])
    ordered = rows[[known[text] for text in everything]]
    return Rows(ordered[: len(passages)], ordered[len(passages) :], len(new))


def sentence_texts(documents: Sequence[Document], split: SplitDocument) -> list[list[str]]:
    """The texts of each passage's sentences."""
    texts = {document.doc_id: document.text for document in documents}
    return [
        [texts[p.doc_id][s.start : s.end] for s in group]
        for p, group in zip(split.passages, split.sentences, strict=True)
    ]


def write_stores(
    folder: Path, documents: Sequence[Document], split: SplitDocument, rows: Rows
) -> None:
    """Write the files of a generation that hold its documents, vectors and words."""
    titles = {document.doc_id: document.title for document in documents}
    texts = {document.doc_id: document.text for document in documents}
    searchable = [
        f"{titles[p.doc_id]}\n{p.section}\n{texts[p.doc_id][p.start : p.end]}"
        for p in split.passages
    ]
    write_documents(folder / DOCUMENTS, documents, split.passages, split.sentences)
    FaissStore.build(rows.passages).save(folder / VECTORS)
    np.save(folder / SENTENCES, rows.sentences)
    lexical = LexicalIndex.build(folder / LEXICAL, searchable)
    SentenceTerms.build(folder / TERMS, sentence_texts(documents, split), lexical)
    Acronyms.build(texts.values(), lexical.forms).save(folder / ACRONYMS)
