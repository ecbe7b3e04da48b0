"""The generation before, as far as the next one need not be made again.

Documents are found by the checksum of their files, passages by their document. Each is used only
where the fingerprint of its stage is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from qa_bot.building.splitting import SplitDocument
from qa_bot.building.vector_cache import VectorCache
from qa_bot.errors import IndexDamagedError, IndexMismatchError
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import DOCUMENTS, READINGS
from qa_bot.index.generations import find_generations, find_live
from qa_bot.index.manifest import Fingerprints, Manifest
from qa_bot.index.row_spans import Copied, CopiedRun, RowSpan
from qa_bot.index.sources import SourceState, find_corpus, read_states
from qa_bot.index.text_digests import Digests, read_digests
from qa_bot.models.encoder import ModelIdentity
from qa_bot.reading import Reading
from qa_bot.reading.files import read_reports, title_of
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document


class PreviousGeneration:
    """A whole generation that an earlier build made.

    Args:
        folder: the generation's folder, checked against its manifest.
        manifest: the generation's manifest.
        is_live: whether it is the one that answers.
    """

    def __init__(self, folder: Path, manifest: Manifest, is_live: bool) -> None:
        self.manifest = manifest
        self.is_live = is_live
        self.corpus = find_corpus(manifest, folder)
        self.states = {state.source: state for state in read_states(folder)}
        self.reports = {report.source: report for report in read_reports(folder / READINGS)}
        self._folder = folder

    def find(self, state: SourceState, made_by: Fingerprints, passwords: bool) -> str | None:
        """The source of a file that would be read as before: of the same bytes, and with success.

        Args:
            state: the file as it is now; one that kept its name is found first.
            made_by: the stages' fingerprints as they are now.
            passwords: whether there are any to try on what was skipped.
        """
        same_name = self.states.get(state.source)
        found: str | None
        if same_name is not None and (
            same_name.sha256 == state.sha256 if state.sha256 else state.is_as(same_name)
        ):
            found = state.source
        else:
            found = self._by_key.get(state.key) if state.sha256 else None
        stands = found is not None and self._stands(self.reports[found], made_by, passwords)
        return found if stands else None

    def _stands(self, report: ReadingReport, made_by: Fingerprints, passwords: bool) -> bool:
        """Whether reading the file again would give what it gave before."""
        before = self.manifest.made_by
        if report.format in made_by.reading:
            same = before.reading.get(report.format) == made_by.reading[report.format]
        else:
            same = before.reading == made_by.reading
        if not same:
            return False
        if before.reach != made_by.reach:
            return report.status == "read"
        return report.status != "skipped" or not passwords

    def reading(self, earlier: str, source: str) -> Reading:
        """What reading the file `earlier` gave, now that it is called `source`."""
        report = replace(self.reports[earlier], source=source)
        document = self._documents.document(earlier)
        if document is None:
            return Reading(report)
        title = document.title if report.own_title else title_of(source)
        return Reading(report, replace(document, doc_id=source, source=source, title=title))

    def split(self, earlier: str, document: Document) -> SplitDocument:
        """The passages of the file `earlier`, numbered from 0, as those of the document it is."""
        found = self._documents.passages_of(earlier)
        passages = (
            replace(passage, passage_id=number, doc_id=document.doc_id)
            for number, (passage, _) in enumerate(found)
        )
        return SplitDocument(
            tuple(passages),
            tuple(tuple(sentence for _, sentence in sentences) for _, sentences in found),
            self.reports[earlier].cut_sentences,
        )

    @property
    def documents_path(self) -> Path:
        """The file of its documents."""
        return self._folder / DOCUMENTS

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each document among them, by its source."""
        return {source: place for place, (source, _, _) in enumerate(self._counts)}

    def rows_of(self, documents: range) -> RowSpan:
        """The rows of neighbouring documents."""
        passages, sentences = self._starts
        first, last = documents.start, documents.stop
        return RowSpan(
            documents,
            range(passages[first], passages[last]),
            range(sentences[first], sentences[last]),
        )

    @cached_property
    def _counts(self) -> list[tuple[str, int, int]]:
        return self._documents.counts()

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each document's passages and sentences begin, and where the last ones end."""
        return (
            list(accumulate((passages for _, passages, _ in self._counts), initial=0)),
            list(accumulate((sentences for _, _, sentences in self._counts), initial=0)),
        )

    def digests_of(self, rows: RowSpan) -> tuple[Digests, Digests]:
        """The checksums of the texts of some passages and sentences."""
        passages, sentences = rows.passages, rows.sentences
        first = self.manifest.passages
        return (
            self._digests[passages.start : passages.stop],
            self._digests[first + sentences.start : first + sentences.stop],
        )

    def copy(self, runs: Sequence[CopiedRun], place: tuple[int, int, int]) -> Copied:
        """What a new generation copies from this one, given what it holds in all."""
        held = self.manifest
        old = RowSpan.between((0, 0, 0), (held.documents, held.passages, held.sentences))
        return Copied(self._folder, tuple(runs), RowSpan.between((0, 0, 0), place), old)

    @cached_property
    def _digests(self) -> Digests:
        return read_digests(self._folder)

    def vectors(self, model: ModelIdentity) -> VectorCache:
        """The vectors, where the same model made them."""
        if self.manifest.model != model:
            return VectorCache.empty(model.dim)
        return VectorCache.open(self._folder)

    def is_whole(self) -> bool:
        """Whether every file is as its checksum says."""
        try:
            self.manifest.check_files(self._folder)
        except IndexDamagedError:
            return False
        return True

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], str]:
        return {state.key: state.source for state in self.states.values()}

    @cached_property
    def _documents(self) -> DocumentTable:
        return DocumentTable(self._folder / DOCUMENTS)

    def close(self) -> None:
        """Close the files."""
        if "_documents" in self.__dict__:
            self._documents.close()


@dataclass(frozen=True, slots=True)
class FoundGenerations:
    """The generation to reuse, if there is one, and those that were found to be damaged."""

    generation: PreviousGeneration | None
    damaged: Sequence[Path]

    def is_whole(self) -> bool:
        """Whether every file of the generation, if there is one, is as its checksum says."""
        return self.generation is None or self.generation.is_whole()

    def close(self) -> None:
        """Close the generation's files."""
        if self.generation is not None:
            self.generation.close()


def open_previous(index_dir: Path, trust_times: bool = False) -> FoundGenerations:
    """The live generation, or the newest whole one where that is damaged.

    Args:
        index_dir: the index folder.
        trust_times: whether a file of the right size that is older than its generation's manifest
            passes without its checksum being taken.
    """
    damaged: list[Path] = []
    live = find_live(index_dir)
    for folder in find_generations(index_dir):
        try:
            manifest = Manifest.load(folder)
            manifest.check_files(folder, trust_times=trust_times)
            return FoundGenerations(
                PreviousGeneration(folder, manifest, folder.name == live), damaged
            )
        except IndexMismatchError:
            continue
        except IndexDamagedError:
            damaged.append(folder)
    return FoundGenerations(None, damaged)
