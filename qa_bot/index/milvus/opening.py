"""Opening: the alias's generation comes out of Milvus as an `Index`, without a folder of its own.

The few files that every question reads (words, acronyms, reports) are copied into a temporary
folder and checked against the manifest; all else stays in Milvus.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from pathlib import Path

from qa_bot.config import Settings
from qa_bot.errors import IndexDamagedError, IndexNotFoundError
from qa_bot.index.folder import ACRONYMS, LEXICAL, Index
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.manifest import REPAIR, Manifest, file_checksum
from qa_bot.index.milvus import layout
from qa_bot.index.milvus.connection import Connection
from qa_bot.index.milvus.documents import ClusterDocuments
from qa_bot.index.milvus.layout import Collections, has_terms
from qa_bot.index.milvus.passages import ClusterPassages, PassageRecords
from qa_bot.index.milvus.publishing import FILES, read_manifest
from qa_bot.index.milvus.records import read_records
from qa_bot.index.milvus.term_lists import TermLists
from qa_bot.index.sources import find_corpus

_LOOK_AGAIN = 1.0
"""Seconds for which the alias is not asked for again."""
_looked_up: dict[tuple[str, str], tuple[float, str | None]] = {}
"""When the alias of an address and a name was asked for, and what it was."""


def open_cluster_index(settings: Settings) -> Index:
    """Open the live generation.

    Raises:
        IndexNotFoundError: Milvus holds no index of this name.
        IndexMismatchError: another format version wrote it.
        IndexDamagedError: a file is missing or differs.
        StoreError: Milvus can't be reached.
    """
    connection = Connection.of(settings)
    collections = layout.find_live(connection, settings.milvus_name)
    content = read_manifest(connection, collections) if collections else None
    if collections is None or content is None:
        raise IndexNotFoundError(
            f"Milvus at {settings.milvus_uri} holds no index {settings.milvus_name}; {REPAIR}"
        )
    manifest = Manifest.parse(content, f"the manifest in Milvus at {settings.milvus_uri}")
    manifest = manifest.model_copy(update={"corpus_from_index": ""})  # there is no index folder
    connection.call("load_collection", collections.passages)
    folder = Path(tempfile.mkdtemp(prefix="qa_bot-"))
    try:
        _copy_files(connection, collections, manifest, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    lexicon = Lexicon(folder / LEXICAL, manifest.passages)
    records = PassageRecords(connection, collections, manifest.model.dim)
    lists = None if has_terms(connection, collections) else TermLists(connection, collections)
    passages = ClusterPassages(connection, collections, lexicon, records, lists)
    remove = weakref.finalize(passages, shutil.rmtree, folder, ignore_errors=True)
    documents = ClusterDocuments(connection, collections, records, remove)
    acronyms = Acronyms.load(folder / ACRONYMS)
    sources = find_corpus(manifest, folder)
    return Index(folder, manifest, documents, lexicon, passages, acronyms, sources)


def find_live_generation(settings: Settings) -> str | None:
    """The live generation's name, or None where there is none; asked for at most once a second.

    Raises:
        StoreError: Milvus can't be reached.
    """
    key = (settings.milvus_uri, settings.milvus_name)
    asked, name = _looked_up.get(key, (-_LOOK_AGAIN, None))
    if time.monotonic() - asked >= _LOOK_AGAIN:
        live = layout.find_live(Connection.of(settings), settings.milvus_name)
        name = live.generation if live else None
        _looked_up[key] = (time.monotonic(), name)
    return name


def forget_live(settings: Settings) -> None:
    """Have the live generation asked for at once, as after a switch."""
    _looked_up.pop((settings.milvus_uri, settings.milvus_name), None)


def _copy_files(
    connection: Connection, collections: Collections, manifest: Manifest, folder: Path
) -> None:
    contents = read_records(connection, collections.records, FILES)
    (folder / LEXICAL).mkdir()
    for name in FILES:
        path = folder / name
        path.write_bytes(contents.get(name, b""))
        if file_checksum(path) != manifest.files[name]:
            raise IndexDamagedError(
                f"{name} in {collections.records} differs from its checksum; {REPAIR} --fresh"
            )
