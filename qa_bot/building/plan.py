"""What one new generation is made of and how, from the scan to the manifest that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_bot.building.corpus_split import SplitCorpus
from qa_bot.building.golden import GoldenQuestion
from qa_bot.building.reuse import PreviousGeneration
from qa_bot.building.vector_cache import VectorCache
from qa_bot.config import Settings
from qa_bot.index.manifest import (
    FORMAT_VERSION,
    Fingerprints,
    Manifest,
    folder_checksums,
    folder_sizes,
)
from qa_bot.index.sources import relate_corpus
from qa_bot.index.stores import Kind, choose_kind
from qa_bot.models.encoder import ModelIdentity


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new generation is made of."""

    corpus: Path
    settings: Settings
    model: ModelIdentity
    made_by: Fingerprints
    previous: PreviousGeneration | None = None
    """What may be reused."""
    questions: Sequence[GoldenQuestion] = ()
    force: bool = False

    @property
    def reusable_passages(self) -> PreviousGeneration | None:
        """The previous generation, where it split documents as they would be split now."""
        previous, now = self.previous, self.made_by
        same = previous is not None and previous.manifest.made_by.splitting == now.splitting
        return previous if same else None

    @property
    def can_copy(self) -> bool:
        """Whether all that the previous generation holds of unchanged documents stands."""
        same = self.reusable_passages
        return (
            same is not None
            and same.manifest.made_by.indexing == self.made_by.indexing
            and same.manifest.model == self.model
        )

    @property
    def reusable_vectors(self) -> VectorCache:
        """The vectors of the previous generation; none where another model made them."""
        if self.previous is None:
            return VectorCache.empty(self.model.dim)
        return self.previous.vectors(self.model)

    def kind(self, passages: int) -> Kind:
        """How the vectors of so many passages are searched."""
        return choose_kind(self.settings.store, passages)

    def describe(self, split: SplitCorpus, folder: Path, checksums: Mapping[Path, str]) -> Manifest:
        """The manifest of the generation in a folder, all other files of which are written.

        Args:
            split: what its documents hold.
            folder: the generation's.
            checksums: of files for which they are known.
        """
        files = folder_checksums(folder, checksums)
        return Manifest(
            format_version=FORMAT_VERSION,
            generation=folder.name,
            created=split.created,
            corpus=str(self.corpus.resolve()),
            corpus_from_index=relate_corpus(self.corpus, folder.parent.parent),
            model=self.model,
            settings=self.settings.model_dump(),
            made_by=self.made_by,
            documents=split.documents,
            passages=split.passages,
            sentences=split.sentences,
            skipped={r.source: r.reason for r in split.reports if r.status == "skipped"},
            store=self.kind(split.passages),
            files=files,
            sizes=folder_sizes(folder, files),
        )
