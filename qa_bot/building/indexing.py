"""Indexing: documents come in; their passages, vectors and a generation's stores go out.

Passages of unchanged documents and vectors of unchanged texts are taken from the previous
generation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.building.reuse import Known, Previous
from qa_bot.building.splitting import SplitDocument, split_document
from qa_bot.config import Settings
from qa_bot.index.document_writer import writing_documents
from qa_bot.index.folder import ACRONYMS, DOCUMENTS, LEXICAL
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.passages import TERMS
from qa_bot.index.stores import build_store, choose_kind
from qa_bot.index.vectors import VectorWriter
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.types import Document, Passage, Sentence

_BLOCK = 8_192
"""Texts that are encoded before their vectors are written."""


def split_corpus(
    documents: Sequence[Document],
    encoder: Encoder,
    settings: Settings,
    previous: Previous | None = None,
) -> SplitDocument:
    """All documents' passages, numbered through, under the model's token limit."""
    model = encoder.identity
    budget = min(settings.passage_tokens, model.max_tokens - model.reserved_tokens)
    passages: list[Passage] = []
    sentences: list[tuple[Sentence, ...]] = []
    cut: dict[str, int] = {}
    for document in documents:
        part = previous.split(document) if previous else None
        if part is None:
            part = split_document(document, encoder.count_tokens, budget)
        first = len(passages)
        passages += (replace(p, passage_id=first + p.passage_id) for p in part.passages)
        sentences += part.sentences
        cut |= part.cut_sentences
    return SplitDocument(tuple(passages), tuple(sentences), cut)


def encode_corpus(
    folder: Path,
    documents: Sequence[Document],
    split: SplitDocument,
    encoder: Encoder,
    progress: Progress | None = None,
    previous: Previous | None = None,
) -> int:
    """Write the vectors of all passages and sentences, block by block; gives how many are new.

    The model encodes each new text once.
    """
    sentences = (text for group in sentence_texts(documents, split) for text in group)
    everything = chain(passage_texts(documents, split), sentences)
    different: dict[str, int] = {}
    numbers = np.array(
        [different.setdefault(text, len(different)) for text in everything],
        np.int64,
    )
    texts = list(different)
    dim = encoder.identity.dim
    known = previous.vectors(texts, encoder.identity) if previous else Known.nothing(dim)
    is_known = np.array([text in known.numbers for text in texts], bool)
    writer = VectorWriter(folder, numbers, len(split.passages), dim)
    for block in _blocks(np.flatnonzero(is_known)):
        kept = np.array([known.numbers[texts[number]] for number in block], np.int64)
        writer.write(block, known.take(kept))
    new = np.flatnonzero(~is_known)
    done = 0
    for block in _blocks(new):
        report = partial(_report, progress, done, len(new)) if progress else None
        writer.write(block, encoder.encode_passages([texts[n] for n in block], report))
        done += len(block)
    writer.close()
    return len(new)


def _blocks(numbers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (numbers[first : first + _BLOCK] for first in range(0, len(numbers), _BLOCK))


def _report(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    """Progress within a block as progress of the whole."""
    progress(before + done, total)


def passage_texts(documents: Sequence[Document], split: SplitDocument) -> Iterator[str]:
    """The texts of the passages."""
    texts = {document.doc_id: document.text for document in documents}
    return (texts[p.doc_id][p.start : p.end] for p in split.passages)


def sentence_texts(documents: Sequence[Document], split: SplitDocument) -> Iterator[list[str]]:
    """The texts of each passage's sentences."""
    texts = {document.doc_id: document.text for document in documents}
    return (
        [texts[p.doc_id][s.start : s.end] for s in group]
        for p, group in zip(split.passages, split.sentences, strict=True)
    )


def write_stores(
    folder: Path, documents: Sequence[Document], split: SplitDocument, settings: Settings
) -> None:
    """Write the files of a generation that hold its documents, words and search structure.

    Its vectors are there already.
    """
    titles = {document.doc_id: document.title for document in documents}
    searchable = (
        f"{titles[p.doc_id]}\n{p.section}\n{text}"
        for p, text in zip(split.passages, passage_texts(documents, split), strict=True)
    )
    _write_documents(folder / DOCUMENTS, documents, split)
    build_store(choose_kind(settings.store, len(split.passages)), folder)
    lexical = LexicalIndex.build(folder / LEXICAL, searchable)
    SentenceTerms.build(folder / TERMS, sentence_texts(documents, split), lexical)
    texts = (document.text for document in documents)
    Acronyms.build(texts, lexical.forms).save(folder / ACRONYMS)


def _write_documents(path: Path, documents: Sequence[Document], split: SplitDocument) -> None:
    first = 0
    with writing_documents(path) as writer:
        for document in documents:
            last = first
            while last < len(split.passages) and split.passages[last].doc_id == document.doc_id:
                last += 1
            writer.add(document, split.passages[first:last], split.sentences[first:last])
            first = last
