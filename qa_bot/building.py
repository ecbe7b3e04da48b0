"""Building: a corpus folder comes in, the next generation of an index goes out.

The new generation is written beside the live one and becomes live by one atomic rename; until
then, and whatever happens, the old one answers. Files that can't be read are reported.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from qa_bot.acronyms import Acronyms
from qa_bot.config import Settings, default_index_dir
from qa_bot.documents import write_documents
from qa_bot.encoding import Encoder, Progress, Vectors, open_encoder
from qa_bot.errors import (
    CorpusError,
    IndexDamagedError,
    IndexMismatchError,
    IndexNotFoundError,
)
from qa_bot.generations import next_generation, remove_generations
from qa_bot.index import (
    ACRONYMS,
    DOCUMENTS,
    LEXICAL,
    READINGS,
    SENTENCES,
    TERMS,
    VECTORS,
    Index,
    switch_generation,
)
from qa_bot.lexical import LexicalIndex
from qa_bot.manifest import FORMAT_VERSION, Manifest, file_checksum, folder_checksums
from qa_bot.reading import Limits, find_files, read_files, write_reports
from qa_bot.splitting import SplitDocument, split_document
from qa_bot.stores.faiss_store import FaissStore
from qa_bot.terms import SentenceTerms
from qa_bot.types import BuildReport, Document, Passage, ReadingReport, Sentence


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read of a folder: its documents, and what became of each file."""

    folder: Path
    documents: Sequence[Document]
    readings: Sequence[ReadingReport] = ()


def build_index(
    corpus: str | os.PathLike[str] = "corpus",
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    passwords: Sequence[str] = (),
) -> BuildReport:
    """Read a corpus folder and make its index the live one.

    Args:
        corpus: folder with the documents.
        index: folder of the index; see `default_index_dir`.
        settings: what differs from the defaults.
        encoder: the embedding model; by default the one that the settings name.
        progress: called with passages and sentences encoded so far, and all of them.
        passwords: tried on every document that is protected by one.

    Raises:
        CorpusError: the folder is missing or holds nothing readable.
        NotAnIndexError: `index` is a folder with something else in it.
        BusyError: another build of this index is running.
        QABotError: the disk refused to take the index.
    """
    started = time.perf_counter()
    settings = settings or Settings()
    read = read_corpus(Path(corpus), settings, passwords)
    report = build_documents(read, index, settings=settings, encoder=encoder, progress=progress)
    return replace(report, seconds=time.perf_counter() - started)


def build_documents(
    corpus: Corpus,
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Make an index of documents that are already read the live one.

    Args:
        corpus: the documents, and the folder that holds their sources.
        index: as for `build_index`, like the other arguments.
        settings: what differs from the defaults.
        encoder: the embedding model.
        progress: called while encoding.

    Raises:
        NotAnIndexError: `index` is a folder with something else in it.
        BusyError: another build of this index is running.
        QABotError: the disk refused to take the index.
    """
    started = time.perf_counter()
    settings = settings or Settings()
    encoder = encoder or open_encoder(settings.model)
    index_dir, documents = default_index_dir(index), corpus.documents
    with next_generation(index_dir) as (name, folder):
        split = split_corpus(documents, encoder, settings)
        vectors, sentence_vectors = encode_corpus(documents, split, encoder, progress)
        _write_generation(folder, documents, split, vectors, sentence_vectors)
        write_reports(folder / READINGS, corpus.readings)
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            generation=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=str(corpus.folder.resolve()),
            model=encoder.identity,
            settings=settings.model_dump(),
            documents=len(documents),
            passages=len(vectors),
            sentences=len(sentence_vectors),
            skipped={r.source: r.reason for r in corpus.readings if r.status == "skipped"},
            files=folder_checksums(folder),
        )
        manifest.save(folder)
        switch_generation(index_dir, name)
        remove_generations(index_dir, keep=settings.keep_generations)
    seconds = time.perf_counter() - started
    return BuildReport(
        name, len(documents), manifest.passages, manifest.sentences, seconds, tuple(corpus.readings)
    )


def is_current(corpus: str | os.PathLike[str], index: str | os.PathLike[str] | None = None) -> bool:
    """Whether an index holds exactly the files of a corpus as they are now, with these settings.

    Raises:
        NotAnIndexError: `index` is a folder with something else in it.
    """
    corpus_dir = Path(corpus)
    try:
        opened = Index.open(default_index_dir(index))
    except (IndexNotFoundError, IndexMismatchError, IndexDamagedError):
        return False
    with opened:
        indexed = {d.source: d.sha256 for d in opened.documents.documents()}
        skipped = opened.manifest.skipped
        same_settings = opened.manifest.settings == Settings().model_dump()
    if not same_settings or not corpus_dir.is_dir():
        return False
    present = {path.relative_to(corpus_dir).as_posix(): path for path in find_files(corpus_dir)}
    return set(present) == set(indexed) | set(skipped) and all(
        file_checksum(present[source]) == checksum for source, checksum in indexed.items()
    )


def read_corpus(corpus: Path, settings: Settings, passwords: Sequence[str] = ()) -> Corpus:
    """Every readable document of a folder, and what became of each file.

    Raises:
        CorpusError: the folder is missing or holds nothing readable.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no folder {corpus}; name the documents' folder with --corpus")
    limits = Limits(settings.reading_seconds, settings.reading_memory_mb, settings.reading_file_mb)
    readings = list(read_files(list(find_files(corpus)), corpus, limits, passwords))
    documents = [reading.document for reading in readings if reading.document is not None]
    reports = [reading.report for reading in readings]
    if not documents:
        reasons = "".join(f"; {r.source}: {r.reason}" for r in reports[:3])
        raise CorpusError(f"{corpus} holds no readable document; add some{reasons}")
    return Corpus(corpus, documents, reports)


def split_corpus(
    documents: Sequence[Document], encoder: Encoder, settings: Settings
) -> SplitDocument:
    """All documents' passages, numbered through, under the model's token limit."""
    special = 2
    budget = min(settings.passage_tokens, encoder.identity.max_tokens - special)
    passages: list[Passage] = []
    sentences: list[tuple[Sentence, ...]] = []
    for document in documents:
        part = split_document(document, encoder.count_tokens, budget, first_id=len(passages))
        passages += part.passages
        sentences += part.sentences
    return SplitDocument(tuple(passages), tuple(sentences))


def encode_corpus(
    documents: Sequence[Document],
    split: SplitDocument,
    encoder: Encoder,
    progress: Progress | None,
) -> tuple[Vectors, Vectors]:
    """Unit vectors of all passages and of all sentences, in order."""
    texts = {document.doc_id: document.text for document in documents}
    passages = [texts[p.doc_id][p.start : p.end] for p in split.passages]
    sentences = [text for group in sentence_texts(documents, split) for text in group]
    rows = encoder.encode_passages([*passages, *sentences], progress)
    return rows[: len(passages)], rows[len(passages) :]


def sentence_texts(documents: Sequence[Document], split: SplitDocument) -> list[list[str]]:
    """The texts of each passage's sentences."""
    texts = {document.doc_id: document.text for document in documents}
    return [
        [texts[p.doc_id][s.start : s.end] for s in group]
        for p, group in zip(split.passages, split.sentences, strict=True)
    ]


def _write_generation(
    folder: Path,
    documents: Sequence[Document],
    split: SplitDocument,
    vectors: Vectors,
    sentence_vectors: Vectors,
) -> None:
    titles = {document.doc_id: document.title for document in documents}
    texts = {document.doc_id: document.text for document in documents}
    searchable = [
        f"{titles[p.doc_id]}\n{p.section}\n{texts[p.doc_id][p.start : p.end]}"
        for p in split.passages
    ]
    write_documents(folder / DOCUMENTS, documents, split.passages, split.sentences)
    FaissStore.build(vectors).save(folder / VECTORS)
    np.save(folder / SENTENCES, sentence_vectors)
    lexical = LexicalIndex.build(folder / LEXICAL, searchable)
    SentenceTerms.build(folder / TERMS, sentence_texts(documents, split), lexical)
    Acronyms.build(texts.values(), lexical.forms).save(folder / ACRONYMS)
