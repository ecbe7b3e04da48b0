"""Write the vectors and the search structure of a generation whose documents are written already.

Vectors of texts that the previous generation holds are taken from it; the model encodes each other
text once, block by block.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.building.corpus_split import SplitCorpus
from qa_bot.building.vector_cache import VectorCache
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import ACRONYMS, LEXICAL, READINGS
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.passages import TERMS
from qa_bot.index.sources import write_states
from qa_bot.index.stores import Kind, build_store
from qa_bot.index.text_digests import write_digests
from qa_bot.index.vectors import VectorWriter
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.reading.files import write_reports

_BLOCK = 8_192
"""Texts that are encoded before their vectors are written."""


def encode_corpus(
    folder: Path,
    documents: DocumentTable,
    split: SplitCorpus,
    encoder: Encoder,
    cache: VectorCache,
    progress: Progress | None = None,
) -> int:
    """Write the vectors of all passages and sentences; gives how many texts were encoded.

    Args:
        folder: the generation's.
        documents: the generation's documents.
        split: what they hold.
        encoder: the model.
        cache: vectors that are there already.
        progress: called with the texts encoded so far, and all that have to be.
    """
    texts = cache.number(split.digests)
    writer = VectorWriter(folder, texts.numbers, split.passages, encoder.identity.dim)
    for block in _cut_blocks(np.flatnonzero(texts.cached >= 0)):
        writer.write(block, cache.take(texts.cached[block]))
    is_new = np.zeros(len(texts.numbers), bool)
    is_new[texts.first_rows[texts.cached < 0]] = True
    total, done = int(is_new.sum()), 0
    for rows, block_texts in _read_blocks(documents, is_new, split.passages):
        report = partial(_report, progress, done, total) if progress else None
        writer.write(texts.numbers[rows], encoder.encode_passages(block_texts, report))
        done += len(rows)
    writer.close()
    return total


def write_search(folder: Path, documents: DocumentTable, kind: Kind) -> None:
    """Write the files of a generation that searching reads; its vectors are there already."""
    build_store(kind, folder)
    lexical = LexicalIndex.build(folder / LEXICAL, list_searchable(documents))
    SentenceTerms.build(folder / TERMS, list_sentences(documents), lexical)
    texts = (document.text for document in documents.stream())
    Acronyms.build(texts, lexical.forms).save(folder / ACRONYMS)


def write_facts(folder: Path, split: SplitCorpus) -> None:
    """Write the files of a generation that later builds and reports read."""
    write_digests(folder, split.digests)
    write_reports(folder / READINGS, split.reports)
    write_states(folder, split.states)


def _cut_blocks(numbers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (numbers[first : first + _BLOCK] for first in range(0, len(numbers), _BLOCK))


def _read_blocks(
    documents: DocumentTable, is_wanted: NDArray[np.bool_], passages: int
) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """The wanted rows with their texts, some thousands at a time, document after document.

    Args:
        documents: the texts.
        is_wanted: for each row, passages before sentences; (rows,).
        passages: how many rows are passages.
    """
    rows: list[int] = []
    texts: list[str] = []
    for row, text in _read_rows(documents, is_wanted, passages):
        rows.append(row)
        texts.append(text)
        if len(rows) == _BLOCK:
            yield np.array(rows, np.int64), texts
            rows, texts = [], []
    if rows:
        yield np.array(rows, np.int64), texts


def _read_rows(
    documents: DocumentTable, is_wanted: NDArray[np.bool_], passages: int
) -> Iterator[tuple[int, str]]:
    """The wanted rows; a document without any is not read."""
    passage, sentence = 0, passages
    for summary in documents.summaries():
        own = (
            range(passage, passage := passage + summary.passages),
            range(sentence, sentence := sentence + summary.sentences),
        )
        if not any(is_wanted[one.start : one.stop].any() for one in own):
            continue
        text = documents.require(summary.doc_id).text
        for part, sentences in documents.passages_of(summary.doc_id):
            if is_wanted[part.passage_id]:
                yield part.passage_id, text[part.start : part.end]
            for number, span in sentences:
                if is_wanted[passages + number]:
                    yield passages + number, text[span.start : span.end]


def _report(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    """Progress within a block as progress of the whole."""
    progress(before + done, total)


def list_searchable(documents: DocumentTable) -> Iterator[str]:
    """What words are found in: each passage's text under its document's and section's titles."""
    for document in documents.stream():
        for passage, _ in documents.passages_of(document.doc_id):
            text = document.text[passage.start : passage.end]
            yield f"{document.title}\n{passage.section}\n{text}"


def list_sentences(documents: DocumentTable) -> Iterator[list[str]]:
    """The texts of each passage's sentences."""
    for document in documents.stream():
        for _, sentences in documents.passages_of(document.doc_id):
            yield [document.text[s.start : s.end] for _, s in sentences]
