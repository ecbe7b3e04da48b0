"""Write the vectors of a generation whose documents are written already, block by block.

Vectors of texts that the previous generation holds are taken from it; each other one is made once.
A sentence's comes from its passage's pass through the model, or from one of its own, as the
encoder's identity says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.building.corpus_split import SplitCorpus
from qa_bot.building.vector_cache import VectorCache
from qa_bot.index.documents import DocumentTable
from qa_bot.index.vectors import VectorWriter
from qa_bot.models.encoder import Encoder, Progress, Vectors

_BLOCK = 8_192
"""Vectors that are made before they are written."""
Rows = NDArray[np.int64]
"""Places among a generation's texts, passages before sentences."""


@dataclass(frozen=True, slots=True)
class _NewPassage:
    """A passage with vectors to make: its own, some of its sentences', or both."""

    row: int
    text: str
    is_new: bool
    """Whether its own vector is to be made."""
    sentences: Sequence[int]
    """The rows of the sentences to encode."""
    spans: Sequence[tuple[int, int]]
    """Where they stand in `text`."""


def encode_corpus(
    folder: Path,
    documents: DocumentTable,
    split: SplitCorpus,
    encoder: Encoder,
    cache: VectorCache,
    progress: Progress | None = None,
) -> int:
    """Write the vectors of all passages and sentences; gives how many were made.

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
    for numbers in _cut(np.flatnonzero(texts.cached >= 0)):
        writer.write(numbers, cache.take(texts.cached[numbers]))
    is_new = np.zeros(len(texts.numbers), bool)
    is_new[texts.first_rows[texts.cached < 0]] = True
    total, done = int(is_new.sum()), 0
    encode = _encode_with_passages if encoder.identity.sentences == "passage" else _encode_alone
    for block in _read_blocks(documents, is_new, split.passages):
        report = partial(_report, progress, total, done, _count(block)) if progress else None
        rows, vectors = encode(encoder, block, report)
        writer.write(texts.numbers[rows], vectors)
        done += len(rows)
    writer.close()
    return total


def _encode_with_passages(
    encoder: Encoder, block: Sequence[_NewPassage], progress: Progress | None
) -> tuple[Rows, Vectors]:
    """The rows of a block and their vectors, each passage's and its sentences' from one pass."""
    passages, sentences = encoder.encode_parts(
        [one.text for one in block], [one.spans for one in block], progress
    )
    is_new = [one.is_new for one in block]
    rows = [one.row for one in block if one.is_new] + [row for p in block for row in p.sentences]
    return np.array(rows, np.int64), np.concatenate([passages[is_new], sentences])


def _encode_alone(
    encoder: Encoder, block: Sequence[_NewPassage], progress: Progress | None
) -> tuple[Rows, Vectors]:
    """The rows of a block and their vectors, each from a pass of its own."""
    rows: list[int] = []
    texts: list[str] = []
    for one in block:
        if one.is_new:
            rows.append(one.row)
            texts.append(one.text)
        rows += one.sentences
        texts += [one.text[start:end] for start, end in one.spans]
    return np.array(rows, np.int64), encoder.encode_passages(texts, progress)


def _cut(numbers: Rows) -> Iterator[Rows]:
    return (numbers[first : first + _BLOCK] for first in range(0, len(numbers), _BLOCK))


def _count(block: Sequence[_NewPassage]) -> int:
    """The vectors to make for a block."""
    return sum(one.is_new + len(one.sentences) for one in block)


def _report(
    progress: Progress, total: int, before: int, vectors: int, done: int, texts: int
) -> None:
    """Tell of `done` of a block's `texts` as of its `vectors`, and as progress of the whole."""
    progress(before + vectors * done // texts, total)


def _read_blocks(
    documents: DocumentTable, is_new: NDArray[np.bool_], passages: int
) -> Iterator[list[_NewPassage]]:
    """The passages with vectors to make, some thousand vectors at a time.

    Args:
        documents: the texts.
        is_new: for each row whether its vector is to be made; (rows,).
        passages: how many rows are passages.
    """
    block: list[_NewPassage] = []
    size = 0
    for one in _read_passages(documents, is_new, passages):
        block.append(one)
        size += one.is_new + len(one.sentences)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _read_passages(
    documents: DocumentTable, is_new: NDArray[np.bool_], passages: int
) -> Iterator[_NewPassage]:
    """The passages with vectors to make; a document without any is not read."""
    passage, sentence = 0, passages
    for summary in documents.summaries():
        own = (
            range(passage, passage := passage + summary.passages),
            range(sentence, sentence := sentence + summary.sentences),
        )
        if not any(is_new[one.start : one.stop].any() for one in own):
            continue
        text = documents.require(summary.doc_id).text
        for part, numbered in documents.passages_of(summary.doc_id):
            wanted = [(passages + i, span) for i, span in numbered if is_new[passages + i]]
            if wanted or is_new[part.passage_id]:
                yield _NewPassage(
                    part.passage_id,
                    text[part.start : part.end],
                    bool(is_new[part.passage_id]),
                    [row for row, _ in wanted],
                    [(span.start - part.start, span.end - part.start) for _, span in wanted],
                )
