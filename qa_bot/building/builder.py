"""Build the next generation of an index from a corpus folder.

    scan -> read -> split -> encode -> write -> accept(candidate) -> switch

The new generation is written beside the live one and becomes live by one atomic rename; until
then, and whatever happens, the old one answers. Files that can't be read are reported. What the
previous generation holds of the same files and texts is not made again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from qa_bot.building.corpus import ReadFile, ReadingProgress, read_corpus
from qa_bot.building.corpus_split import SplitCorpus, split_corpus
from qa_bot.building.fingerprints import take_fingerprints
from qa_bot.building.golden import Accept, Candidate, load_golden
from qa_bot.building.indexing import encode_corpus, write_facts, write_search
from qa_bot.building.plan import Plan
from qa_bot.building.reuse import PreviousGeneration, open_previous
from qa_bot.building.scan import Scan, require_corpus, scan_corpus
from qa_bot.building.splitting import split_document
from qa_bot.config import Settings, default_index_dir
from qa_bot.errors import CorpusError
from qa_bot.index.backend import publish_live
from qa_bot.index.documents import DocumentTable
from qa_bot.index.encoders import open_encoder_for
from qa_bot.index.finishing import FinishedFiles, finishing_files
from qa_bot.index.folder import DOCUMENTS, Index
from qa_bot.index.generations import next_generation, remove_generations, switch_generation
from qa_bot.index.listing import describe_generation
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import Manifest
from qa_bot.index.stores import VECTORS
from qa_bot.index.vectors import SENTENCES
from qa_bot.models.encoder import Encoder, Progress
from qa_bot.reading.report import BuildReport, ReadingReport

_REASONS_NAMED = 3
"""Unreadable files whose reasons are told where nothing else could be read either."""


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
    on_read: ReadingProgress | None = None


@dataclass(frozen=True, slots=True)
class Builder:
    """What makes the generations of one index: the folder, the settings and the model."""

    index_dir: Path
    settings: Settings
    encoder: Encoder
    progress: Progress | None = None
    """Called with the texts encoded so far, and all that have to be."""
    accept: Accept | None = None
    """Asks a candidate the corpus's golden questions; without it, nobody does."""

    def build(self, corpus: Path, options: BuildOptions) -> BuildReport:
        """Bring the index up to date with a folder; the caller holds the index's lock.

        Raises:
            CorpusError: the folder holds nothing readable, or its golden questions can't be read.
            GoldenError: the new generation passes fewer golden questions than the live one.
            StoreError: it is live in the folder, but Milvus, where it belongs, can't be used.
        """
        started = time.perf_counter()
        with ExitStack() as stack:
            found = stack.enter_context(closing(open_previous(self.index_dir, trust_times=True)))
            scan = self._scan(corpus, options, found.generation)
            if not scan.is_unchanged and not found.is_whole():
                found = stack.enter_context(closing(open_previous(self.index_dir)))
                scan = self._scan(corpus, options, found.generation)
            report = self._follow(scan, options)
        publish_live(self.index_dir, self.settings)
        remove_generations(self.index_dir, self.settings.keep_generations, found.damaged)
        return replace(report, seconds=time.perf_counter() - started)

    def _scan(self, corpus: Path, options: BuildOptions, found: PreviousGeneration | None) -> Scan:
        """What there is to do, and whether there is anything."""
        previous = None if options.fresh else found
        made_by = take_fingerprints(self.settings, self.encoder.identity)
        scan = scan_corpus(
            corpus,
            self.settings,
            made_by,
            previous,
            passwords=options.passwords,
            without=options.without,
        )
        if previous is not None and previous.is_live and scan.has_same_files():
            made = (made_by, self.encoder.identity, corpus.resolve())
            if made == (previous.manifest.made_by, previous.manifest.model, previous.corpus):
                return scan.try_skipped()
        return scan

    def _follow(self, scan: Scan, options: BuildOptions) -> BuildReport:
        """Make what a scan found to be new, if anything."""
        previous = scan.previous
        if previous is not None and scan.is_unchanged:
            reports = previous.reports.values()
            return describe_generation(previous.manifest, reports, changed=False)
        model, questions = self.encoder.identity, load_golden(scan.corpus)
        plan = Plan(
            scan.corpus, self.settings, model, scan.made_by, previous, questions, options.force
        )
        return self.make(plan, read_corpus(scan, options.on_read, plan.can_copy))

    def make(self, plan: Plan, files: Iterable[ReadFile]) -> BuildReport:
        """Write the next generation and make it the live one.

        Args:
            plan: what to reuse, and how to go on.
            files: what was read, or is read now, one after the other.

        Raises:
            CorpusError: there is no document.
            GoldenError: it passes fewer golden questions than the live one.
        """
        with next_generation(self.index_dir) as folder, finishing_files() as finished:
            split = self._split(plan, files, folder)
            finished.add(folder / DOCUMENTS)
            encoded = self._encode(plan, split, folder)
            finished.add(folder / VECTORS, folder / SENTENCES)
            manifest = self._write(plan, split, folder, finished)
            golden = self._accept(plan, manifest, folder)
            manifest.save(folder)
            switch_generation(self.index_dir, folder.name)
        report = describe_generation(manifest, split.reports)
        return replace(report, reused=split.reused, encoded=encoded, golden=golden)

    def _split(self, plan: Plan, files: Iterable[ReadFile], folder: Path) -> SplitCorpus:
        limit = plan.model.max_tokens - plan.model.reserved_tokens
        split_one = partial(
            split_document,
            count_tokens=self.encoder.count_tokens,
            budget=min(plan.settings.passage_tokens, limit),
        )
        split = split_corpus(files, folder / DOCUMENTS, split_one, plan.reusable_passages)
        if not split.documents:
            raise CorpusError(_explain_nothing(plan.corpus, split.reports))
        return split

    def _encode(self, plan: Plan, split: SplitCorpus, folder: Path) -> int:
        cache = plan.reusable_vectors
        with closing(DocumentTable(folder / DOCUMENTS)) as documents:
            return encode_corpus(folder, documents, split, self.encoder, cache, self.progress)

    def _write(
        self, plan: Plan, split: SplitCorpus, folder: Path, finished: FinishedFiles
    ) -> Manifest:
        with closing(DocumentTable(folder / DOCUMENTS)) as documents:
            write_search(folder, documents, plan.kind(split.passages), split.copied)
        write_facts(folder, split)
        return plan.describe(split, folder, finished.checksums())

    def _accept(self, plan: Plan, manifest: Manifest, folder: Path) -> tuple[int, int] | None:
        """Open the generation, and have it asked its golden questions where there are any."""
        with Index.load(folder, manifest) as new:
            if self.accept is None or not plan.questions:
                return None
            given = (plan.questions, self.index_dir, self.encoder, self.settings, plan.force)
            return self.accept(Candidate(new, *given))


def _explain_nothing(corpus: Path, reports: Sequence[ReadingReport]) -> str:
    reasons = "".join(f"; {r.source}: {r.reason}" for r in reports[:_REASONS_NAMED])
    return f"{corpus} holds no readable document; add some{reasons}"


def build_index(
    corpus: str | os.PathLike[str] = "corpus",
    index: str | os.PathLike[str] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    options: BuildOptions | None = None,
    accept: Accept | None = None,
) -> BuildReport:
    """Bring an index up to date with a corpus folder and make it the live one.

    `qa_bot.build_index` is this with golden questions asked, and says what the arguments are.

    Raises:
        QABotError: as there.
    """
    require_corpus(Path(corpus))
    builder = make_builder(index, settings, encoder, progress, accept)
    with lock_index(builder.index_dir):
        return builder.build(Path(corpus), options or BuildOptions())


def make_builder(
    index: str | os.PathLike[str] | None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    accept: Accept | None = None,
) -> Builder:
    """A builder of an index, with the defaults for what is not given."""
    settings, folder = settings or Settings(), default_index_dir(index)
    encoder = encoder or open_encoder_for(settings, folder)
    return Builder(folder, settings, encoder, progress, accept)
