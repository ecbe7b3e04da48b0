"""Building: a corpus folder comes in, the next generation of an index goes out.

The new generation is written beside the live one and becomes live by one atomic rename; until
then, and whatever happens, the old one answers. Files that can't be read are reported. What the
previous generation holds of the same files and texts is not made again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qa_bot.building.corpus import Corpus, collect_corpus, require_corpus, survey_corpus
from qa_bot.building.fingerprints import take_fingerprints
from qa_bot.building.golden import GoldenQuestion, find_passing, load_golden, require_golden
from qa_bot.building.indexing import encode_corpus, split_corpus, write_stores
from qa_bot.building.reuse import Previous, open_previous
from qa_bot.config import Settings, default_index_dir
from qa_bot.index.backend import publish_live
from qa_bot.index.folder import READINGS, Index
from qa_bot.index.generations import next_generation, remove_generations, switch_generation
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import FORMAT_VERSION, Manifest, folder_checksums, folder_sizes
from qa_bot.index.sources import relate_corpus, write_states
from qa_bot.index.stores import choose_kind
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.models.opening import open_encoder
from qa_bot.reading.files import write_reports
from qa_bot.reading.report import BuildReport, ReadingReport


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a person may ask of one build."""

    passwords: Sequence[str] = ()
    """Tried on every document that is protected by one."""
    fresh: bool = False
    """Reuse nothing of the live generation."""
    force: bool = False
    """Switch even where the new generation passes fewer golden questions."""
    without: frozenset[str] = frozenset()
    """Sources to leave out, although their files are there."""


@dataclass(frozen=True, slots=True)
class Builder:
    """What makes the generations of one index: the folder, the settings and the model.

    `progress` is called with the texts encoded so far and all that have to be.
    """

    index_dir: Path
    settings: Settings
    encoder: Encoder
    progress: Progress | None = None

    def build(self, corpus: Path, options: BuildOptions) -> BuildReport:
        """Bring the index up to date with a folder; the caller holds the index's lock.

        Raises:
            CorpusError: the folder holds nothing readable, or its golden questions can't be read.
            GoldenError: the new generation passes fewer golden questions than the live one.
            StoreError: it is live in the folder, but Milvus, where it belongs, can't be used.
        """
        started = time.perf_counter()
        previous, damaged = open_previous(self.index_dir)
        try:
            report = self._update(corpus, options, None if options.fresh else previous)
        finally:
            if previous is not None:
                previous.close()
        publish_live(self.index_dir, self.settings)
        remove_generations(self.index_dir, self.settings.keep_generations, damaged)
        return replace(report, seconds=time.perf_counter() - started)

    def _update(
        self, corpus: Path, options: BuildOptions, previous: Previous | None
    ) -> BuildReport:
        made_by = take_fingerprints(self.settings, self.encoder.identity)
        survey = survey_corpus(
            corpus,
            self.settings,
            previous,
            made_by,
            passwords=options.passwords,
            without=options.without,
        )
        if previous is not None and previous.is_live and survey.is_as(previous):
            made = (made_by, self.encoder.identity, corpus.resolve())
            manifest = previous.manifest
            if made == (manifest.made_by, manifest.model, previous.corpus):
                return describe_generation(manifest, previous.reports.values(), changed=False)
        golden = load_golden(corpus)
        collected = collect_corpus(survey, previous)
        return self.write(collected, previous, golden, options.force)

    def write(
        self,
        corpus: Corpus,
        previous: Previous | None = None,
        golden: Sequence[GoldenQuestion] = (),
        force: bool = False,
    ) -> BuildReport:
        """Write the next generation and make it the live one."""
        documents = corpus.documents
        identity = self.encoder.identity
        made_by = take_fingerprints(self.settings, identity)
        with next_generation(self.index_dir) as (name, folder):
            same = previous is not None and previous.manifest.made_by.splitting == made_by.splitting
            split = split_corpus(documents, self.encoder, self.settings, previous if same else None)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            readings = corpus.complete_readings(split.cut_sentences, now)
            encoded = encode_corpus(folder, documents, split, self.encoder, self.progress, previous)
            write_stores(folder, documents, split, self.settings)
            write_reports(folder / READINGS, readings)
            write_states(folder, corpus.states)
            files = folder_checksums(folder)
            manifest = Manifest(
                format_version=FORMAT_VERSION,
                generation=name,
                created=now,
                corpus=str(corpus.folder.resolve()),
                corpus_from_index=relate_corpus(corpus.folder, self.index_dir),
                model=identity,
                settings=self.settings.model_dump(),
                made_by=made_by,
                documents=len(documents),
                passages=len(split.passages),
                sentences=sum(map(len, split.sentences)),
                skipped={r.source: r.reason for r in readings if r.status == "skipped"},
                store=choose_kind(self.settings.store, len(split.passages)),
                files=files,
                sizes=folder_sizes(folder, files),
            )
            with Index.load(folder, manifest) as new:
                passing = self._ask_golden(golden, new, force) if golden else None
            manifest.save(folder)
            switch_generation(self.index_dir, name)
        report = describe_generation(manifest, readings)
        return replace(report, reused=corpus.reused, encoded=encoded, golden=passing)

    def _ask_golden(
        self, questions: Sequence[GoldenQuestion], new: Index, force: bool
    ) -> tuple[int, int]:
        """How many golden questions the new generation passes, and all of them."""
        passing = find_passing(questions, new, self.encoder, self.settings)
        if not force:
            require_golden(questions, passing, self.index_dir, self.encoder, self.settings)
        return len(passing), len(questions)


def build_index(
    corpus: str | os.PathLike[str] = "corpus",
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    options: BuildOptions | None = None,
) -> BuildReport:
    """Bring an index up to date with a corpus folder and make it the live one.

    Args:
        corpus: folder with the documents.
        index: folder of the index; see `default_index_dir`.
        settings: what differs from the defaults.
        encoder: the embedding model; by default the one that the settings name.
        progress: called with the texts encoded so far, and all that have to be.
        options: passwords, and whether to reuse the live generation.

    Raises:
        CorpusError: the folder is missing or holds nothing readable.
        GoldenError: the new generation passes fewer golden questions than the live one.
        NotAnIndexError: `index` is a folder with something else in it.
        BusyError: another build of this index is running.
        QABotError: the disk refused to take the index.
    """
    require_corpus(Path(corpus))
    builder = make_builder(index, settings, encoder, progress)
    with lock_index(builder.index_dir):
        return builder.build(Path(corpus), options or BuildOptions())


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
    builder = make_builder(index, settings, encoder, progress)
    with lock_index(builder.index_dir):
        report = builder.write(corpus)
        remove_generations(builder.index_dir, keep=builder.settings.keep_generations)
    return replace(report, seconds=time.perf_counter() - started)


def make_builder(
    index: str | os.PathLike[str] | None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Builder:
    """A builder of an index, with the defaults for what is not given."""
    settings = settings or Settings()
    encoder = encoder or open_encoder(settings)
    return Builder(default_index_dir(index), settings, encoder, progress)


def describe_generation(
    manifest: Manifest, readings: Iterable[ReadingReport], changed: bool = True
) -> BuildReport:
    """The report of a generation, without what only its own build knew."""
    return BuildReport(
        manifest.generation,
        manifest.documents,
        manifest.passages,
        manifest.sentences,
        seconds=0.0,
        readings=tuple(readings),
        reused=0 if changed else manifest.documents,
        changed=changed,
    )
