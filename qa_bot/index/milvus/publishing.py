"""Publish a whole generation of a folder, so that Milvus answers from it.

The collections are filled, counted and read back before the alias moves to them in one step; until
then, and whatever happens, the generation before answers. Doing it again after a failure starts
anew, and does nothing where the generation is live already.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, astuple
from typing import Any

import numpy as np

from qa_bot.config import Settings
from qa_bot.errors import StoreError
from qa_bot.index.folder import ACRONYMS, LEXICAL, READINGS, LocalIndex
from qa_bot.index.lexical.bm25 import LEXICON
from qa_bot.index.lexical.sentence_terms import expand_ranges
from qa_bot.index.manifest import MANIFEST
from qa_bot.index.milvus import layout
from qa_bot.index.milvus.connection import PUBLISHING_SECONDS, Connection
from qa_bot.index.milvus.layout import Collections
from qa_bot.index.milvus.packing import PackedPassage
from qa_bot.index.milvus.records import read_records, write_records
from qa_bot.index.milvus.term_lists import pack_lists
from qa_bot.index.sources import SOURCES

FILES = (ACRONYMS, READINGS, SOURCES, *(f"{LEXICAL}/{name}" for name in LEXICON))
"""The files of a generation that every process that answers has for itself."""
DOCUMENTS = "documents"
_BLOCK = 1_000
_FEWEST_KEPT = 2
_PAUSE, _PATIENCE = 0.2, 60.0


def publish(index: LocalIndex, settings: Settings) -> bool:
    """Make Milvus answer from a generation; says whether it did not before.

    Raises:
        StoreError: Milvus can't be reached or refuses.
    """
    connection = Connection.of(settings, PUBLISHING_SECONDS)
    own = Collections(settings.milvus_name, index.manifest.generation)
    is_live = layout.find_live(connection, own.name) == own
    if is_live and connection.call("has_collection", own.passages):
        return False
    if is_live:  # someone has removed its passages: nothing answers that could be kept
        connection.call("drop_alias", own.name)
    content = (index.folder / MANIFEST).read_bytes()
    if is_live or read_manifest(connection, own) != content:
        _fill(connection, own, index, content)
    layout.point_alias(connection, own)
    _drop_old(connection, own, max(settings.keep_generations, _FEWEST_KEPT))
    return True


def read_manifest(connection: Connection, collections: Collections) -> bytes | None:
    """The manifest of a generation, or None where it is not whole.

    Raises:
        StoreError: Milvus can't be reached.
    """
    if not connection.call("has_collection", collections.records):
        return None
    connection.call("load_collection", collections.records)
    return read_records(connection, collections.records, [MANIFEST]).get(MANIFEST)


def passage_key(row: int) -> str:
    """The name of a passage's record."""
    return f"passage/{row}"


def document_key(doc_id: str) -> str:
    """The name of a document's record."""
    return f"document/{hashlib.sha256(doc_id.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _fill(connection: Connection, own: Collections, index: LocalIndex, manifest: bytes) -> None:
    """Write and check all of a generation; its manifest, which says that it is whole, last."""
    size = index.manifest.passages
    sparse = connection.has_sparse_vectors()
    own.create(connection, size, index.passages.vectors.shape[1], sparse)
    packed = _pack_passages(index)
    written = 0
    for first in range(0, size, _BLOCK):
        block = [next(packed) for _ in range(min(_BLOCK, size - first))]
        connection.call("upsert", own.passages, [_row(one, index, sparse) for one in block])
        records = ((passage_key(one.passage.passage_id), one.pack()) for one in block)
        written += write_records(connection, own.records, records)
    written += write_records(connection, own.records, _pack_documents(index))
    if not sparse:
        lists = pack_lists(index.passages.lexical.postings)
        written += write_records(connection, own.records, lists)
    written += write_records(
        connection, own.records, ((name, (index.folder / name).read_bytes()) for name in FILES)
    )
    for collection, count in ((own.passages, size), (own.records, written)):
        connection.call("flush", collection)
        connection.call("load_collection", collection)
        await_rows(connection, collection, count)
    pieces = write_records(connection, own.records, [(MANIFEST, manifest)])
    await_rows(connection, own.records, written + pieces)


def await_rows(connection: Connection, collection: str, count: int) -> None:
    """Wait until those who read see all rows.

    Raises:
        StoreError: some are missing, or there are too many.
    """
    ends = time.monotonic() + _PATIENCE
    while True:
        (counted,) = connection.call("query", collection, filter="", output_fields=["count(*)"])
        if int(counted["count(*)"]) == count:
            return
        if time.monotonic() > ends:
            raise StoreError(
                f"Milvus at {connection.uri} holds {counted['count(*)']} of {count} rows of "
                f"{collection}; run: qa-bot build"
            )
        time.sleep(_PAUSE)


def _drop_old(connection: Connection, live: Collections, keep: int) -> None:
    """Remove unfinished generations, and all whole ones but the newest `keep`; never the live."""
    whole: list[tuple[str, Collections]] = []
    for collections in layout.find_all(connection, live.name):
        manifest = read_manifest(connection, collections)
        if manifest is None:
            collections.drop(connection)
        elif collections != live:
            whole.append((json.loads(manifest)["created"], collections))
    whole.sort(key=lambda one: (one[0], one[1].generation), reverse=True)
    for _, collections in whole[keep - 1 :]:
        collections.drop(connection)


def _row(packed: PackedPassage, index: LocalIndex, sparse: bool) -> dict[str, Any]:
    """A passage as Milvus searches it; one without words gets a term that nobody asks for."""
    row = {layout.ROW: packed.passage.passage_id, layout.VECTOR: packed.vector}
    if not sparse:
        return row
    weights = dict(zip(packed.terms.tolist(), packed.scores.tolist(), strict=True))
    return row | {layout.TERMS: weights or {len(index.passages.lexical.postings.columns): 1.0}}


def _pack_passages(index: LocalIndex) -> Iterator[PackedPassage]:
    """Every passage, in order."""
    local = index.passages
    postings = local.lexical.postings
    sizes = np.diff(postings.columns)
    order = np.argsort(postings.rows, kind="stable")
    terms = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
    scores = np.asarray(postings.scores)[order]
    starts = np.searchsorted(postings.rows[order], np.arange(index.manifest.passages + 1))
    for first in range(0, index.manifest.passages, _BLOCK):
        rows = range(first, min(first + _BLOCK, index.manifest.passages))
        sentences = index.documents.sentences(rows)
        for passage in index.documents.passages(rows):
            row = passage.passage_id
            numbers = np.arange(local.terms.passages[row], local.terms.passages[row + 1])
            begins, ends = local.terms.starts[numbers], local.terms.starts[numbers + 1]
            words, _ = expand_ranges(begins, ends)
            own = slice(starts[row], starts[row + 1])
            yield PackedPassage(
                passage,
                int(local.terms.passages[row]),
                tuple(sentence for _, sentence in sentences[row]),
                np.asarray(local.vectors[row]),
                np.asarray(local.sentence_vectors[numbers]),
                (ends - begins).astype(np.int32),
                np.asarray(local.terms.ids[words]),
                terms[own],
                scores[own],
            )


def _pack_documents(index: LocalIndex) -> Iterator[tuple[str, bytes]]:
    """Every document's record, then the list: first passage, end of the last, and summary."""
    listed = []
    documents, summaries = index.documents.stream(), index.documents.summaries()
    for document, summary in zip(documents, summaries, strict=True):
        ids = index.documents.passage_ids([document.doc_id])
        listed.append([*((ids[0], ids[-1] + 1) if ids else (0, 0)), astuple(summary)])
        yield document_key(document.doc_id), zlib.compress(json.dumps(asdict(document)).encode())
    yield DOCUMENTS, zlib.compress(json.dumps(listed).encode())
