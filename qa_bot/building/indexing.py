"""Write the vectors and the search structure of a generation whose documents are written already.

Vectors of texts that the previous generation holds are taken from it; the model encodes each other
text once, block by block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.building.corpus_split import SplitCorpus
from qa_bot.building.vector_cache import VectorCache
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import ACRONYMS, DOCUMENTS, LEXICAL, READINGS
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex, PassageChange
from qa_bot.index.lexical.sentence_terms import EarlierTerms, SentenceTerms
from qa_bot.index.passages import TERMS
from qa_bot.index.row_spans import Copied, CopiedRun, RowSpan
from qa_bot.index.sources import write_states
from qa_bot.index.stores import Kind, build_store
from qa_bot.index.text_digests import write_digests
from qa_bot.index.vectors import VectorWriter
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.reading.files import write_reports

_BLOCK = 8_192
"""Texts that are encoded before their vectors are written."""
_GROUPS = 512
"""Passages whose sentences are read at once."""


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
    runs = split.copied.runs if split.copied else ()
    texts = cache.number(split.digests, _mark_copied(split, runs))
    writer = VectorWriter(folder, texts.numbers, split.passages, encoder.identity.dim)
    for run in runs:
        writer.copy(run, cache.passages, cache.sentences)
    for block in _cut_blocks(np.flatnonzero(texts.cached >= 0)):
        writer.write(block, cache.take(texts.cached[block]))
    is_new = np.zeros(len(texts.numbers), bool)
    is_new[texts.first_rows[texts.cached < 0]] = True
    total, done = int(is_new.sum()), 0
    for rows, block_texts in _read_blocks(documents, is_new, split):
        report = partial(_report, progress, done, total) if progress else None
        writer.write(texts.numbers[rows], encoder.encode_passages(block_texts, report))
        done += len(rows)
    writer.close()
    return total


def write_search(
    folder: Path, documents: DocumentTable, kind: Kind, copied: Copied | None = None
) -> None:
    """Write the files of a generation that searching reads; its vectors are there already.

    Args:
        folder: the generation's.
        documents: the generation's documents.
        kind: how vectors are searched.
        copied: what the generation before holds already; by default all is made anew.
    """
    build_store(kind, folder)
    if copied is None:
        lexical = LexicalIndex.build(folder / LEXICAL, list_searchable(documents))
        SentenceTerms.build(folder / TERMS, list_sentences(documents), lexical)
    else:
        lexical, places = _update_lexical(folder / LEXICAL, documents, copied)
        before = EarlierTerms(copied.folder / TERMS, places, copied.find_earlier_passages())
        read = partial(_read_groups, documents)
        SentenceTerms.update(folder / TERMS, before, read, lexical)
    Acronyms.collect(documents.acronyms(), lexical.forms).save(folder / ACRONYMS)


def _update_lexical(
    folder: Path, documents: DocumentTable, copied: Copied
) -> tuple[LexicalIndex, NDArray[np.int64]]:
    """Write the words; gives them, and the new number of each term of the generation before."""
    added = copied.list_added()
    rows = [row for span in added for row in span.passages]
    with closing(DocumentTable(copied.folder / DOCUMENTS)) as before:
        change = PassageChange(
            copied.number_passages(),
            gone=list_searchable(before, copied.list_gone()),
            added=list_searchable(documents, added),
            added_rows=np.array(rows, np.int64),
        )
        return LexicalIndex.update(folder, copied.folder / LEXICAL, change)


def write_facts(folder: Path, split: SplitCorpus) -> None:
    """Write the files of a generation that later builds and reports read."""
    write_digests(folder, split.digests)
    write_reports(folder / READINGS, split.reports)
    write_states(folder, split.states)


def _cut_blocks(numbers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    return (numbers[first : first + _BLOCK] for first in range(0, len(numbers), _BLOCK))


def _mark_copied(split: SplitCorpus, runs: Sequence[CopiedRun]) -> NDArray[np.bool_]:
    """Whether each row, passages before sentences, is copied; (rows,)."""
    is_copied = np.zeros(len(split.digests), bool)
    for run in runs:
        passages, sentences = run.new.passages, run.new.sentences
        is_copied[passages.start : passages.stop] = True
        is_copied[split.passages + sentences.start : split.passages + sentences.stop] = True
    return is_copied


def _read_blocks(
    documents: DocumentTable, is_wanted: NDArray[np.bool_], split: SplitCorpus
) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """The wanted rows with their texts, some thousands at a time, document after document.

    Args:
        documents: the texts.
        is_wanted: for each row, passages before sentences; (rows,).
        split: what the documents hold.
    """
    rows: list[int] = []
    texts: list[str] = []
    for row, text in _read_rows(documents, is_wanted, split):
        rows.append(row)
        texts.append(text)
        if len(rows) == _BLOCK:
            yield np.array(rows, np.int64), texts
            rows, texts = [], []
    if rows:
        yield np.array(rows, np.int64), texts


def _read_rows(
    documents: DocumentTable, is_wanted: NDArray[np.bool_], split: SplitCorpus
) -> Iterator[tuple[int, str]]:
    """The wanted rows; a document without any is not read."""
    passages = split.passages
    for span in split.copied.list_added() if split.copied else [split.rows]:
        passage, sentence = span.passages.start, passages + span.sentences.start
        for summary in documents.summaries(span.documents.start, len(span.documents)):
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
                for number, one in sentences:
                    if is_wanted[passages + number]:
                        yield passages + number, text[one.start : one.end]


def _report(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    """Progress within a block as progress of the whole."""
    progress(before + done, total)


def list_searchable(
    documents: DocumentTable, spans: Sequence[RowSpan] | None = None
) -> Iterator[str]:
    """What words are found in: each passage's text under its document's and section's titles.

    Args:
        documents: a generation's.
        spans: the documents whose passages are wanted; by default all.
    """
    places = [(0, None)] if spans is None else [_place_documents(span) for span in spans]
    for offset, limit in places:
        for document in documents.stream(offset, limit):
            for passage, _ in documents.passages_of(document.doc_id):
                text = document.text[passage.start : passage.end]
                yield f"{document.title}\n{passage.section}\n{text}"


def _place_documents(span: RowSpan) -> tuple[int, int | None]:
    return span.documents.start, len(span.documents)


def list_sentences(documents: DocumentTable) -> Iterator[list[str]]:
    """The texts of each passage's sentences."""
    for document in documents.stream():
        for _, sentences in documents.passages_of(document.doc_id):
            yield [document.text[s.start : s.end] for _, s in sentences]


def _read_groups(documents: DocumentTable, passages: range) -> Iterator[list[str]]:
    """The texts of the sentences of some passages."""
    for first in range(passages.start, passages.stop, _GROUPS):
        ids = range(first, min(first + _GROUPS, passages.stop))
        sentences = documents.sentences(ids)
        for passage in documents.passages(ids):
            document = documents.document(passage.doc_id)
            assert document is not None, passage.doc_id
            yield [document.text[s.start : s.end] for _, s in sentences[passage.passage_id]]
