"""Cut the documents of a corpus into passages and write them down, one document at a time.

Texts and spans go straight into the generation's `documents.sqlite`, and all later stages read them
from there. So a build holds one document in memory, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qa_bot.building.corpus import ReadFile
from qa_bot.building.duplicates import Duplicate, find_duplicates, find_facts
from qa_bot.building.reuse import PreviousGeneration
from qa_bot.building.splitting import SplitDocument
from qa_bot.index.document_writer import DocumentWriter, writing_documents
from qa_bot.index.documents import DocumentTable
from qa_bot.index.row_spans import Copied, CopiedRun, RowSpan
from qa_bot.index.sources import SourceState
from qa_bot.index.text_digests import Digests, digest_text, join_digests
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document

Split = Callable[[Document], SplitDocument]
_NO_DUPLICATE = Duplicate("", 0.0)
_NONE = range(-1, -1)
"""No document of the generation before."""


@dataclass(frozen=True, slots=True)
class SplitCorpus:
    """What the documents table of a new generation holds."""

    documents: int
    passages: int
    sentences: int
    digests: Digests
    """Of the texts of all passages, then of all sentences."""
    reports: tuple[ReadingReport, ...]
    states: tuple[SourceState, ...]
    """Each file as it was before it was read."""
    reused: int
    """Documents that the previous generation had read."""
    created: str
    """When the corpus was read (ISO 8601, UTC)."""
    copied: Copied | None = None
    """The rows that the previous generation holds already; None where none is copied."""

    @property
    def rows(self) -> RowSpan:
        """All rows."""
        return RowSpan.between((0, 0, 0), (self.documents, self.passages, self.sentences))


def split_corpus(
    files: Iterable[ReadFile],
    path: Path,
    split: Split,
    previous: PreviousGeneration | None = None,
) -> SplitCorpus:
    """Write the documents with their passages and sentences into a new file.

    Args:
        files: what was read.
        path: of the file.
        split: cuts a document.
        previous: the generation whose passages of unchanged documents are taken.

    Raises:
        OSError: the disk refuses the file.
    """
    before = previous.documents_path if previous is not None else None
    with writing_documents(path, before) as writer:
        splitting = _Splitting(split, previous, writer)
        for file in files:
            splitting.take(file)
        splitting.copy_waiting()
    with closing(DocumentTable(path)) as documents:
        return splitting.finish(documents)


class _Splitting:
    """What is kept of the documents that have been split."""

    def __init__(
        self, split: Split, previous: PreviousGeneration | None, writer: DocumentWriter
    ) -> None:
        self._split = split
        self._previous = previous
        self._writer = writer
        self._passages, self._sentences = bytearray(), bytearray()
        self._cut: dict[str, int] = {}
        self._reports: list[ReadingReport] = []
        self._states: list[SourceState] = []
        self._runs: list[CopiedRun] = []
        self._waiting = _NONE
        self._reused = 0

    def take(self, file: ReadFile) -> None:
        """Write a file's document, if there is one, and keep what is known of it."""
        if file.is_copied and self._previous is not None and file.report is not None:
            self._copy(self._previous.places[file.report.source])
            self._cut[file.report.source] = file.report.cut_sentences
        elif file.document is not None:
            self.copy_waiting()
            self._add(file.document, file.earlier)
        self._reused += file.earlier is not None and (file.is_copied or file.document is not None)
        if file.report is not None:
            self._reports.append(file.report)
        if file.state is not None:
            self._states.append(file.state)

    def _add(self, document: Document, earlier: str | None) -> None:
        """Write a document with its passages, numbered through the corpus."""
        if self._previous is not None and earlier is not None:
            part = self._previous.split(earlier, document)
        else:
            part = self._split(document)
        for passage, group in zip(part.passages, part.sentences, strict=True):
            self._passages += digest_text(document.text[passage.start : passage.end])
            for sentence in group:
                self._sentences += digest_text(document.text[sentence.start : sentence.end])
        self._cut[document.doc_id] = part.cut_sentences
        _, first, _ = self._writer.place
        passages = [replace(p, passage_id=first + p.passage_id) for p in part.passages]
        self._writer.add(document, passages, part.sentences)
        self._writer.add_facts(document.doc_id, find_facts(document.text))

    def _copy(self, place: int) -> None:
        """Copy a document, together with those that stand before and after it."""
        if self._waiting.stop != place:
            self.copy_waiting()
            self._waiting = range(place, place)
        self._waiting = range(self._waiting.start, place + 1)

    def copy_waiting(self) -> None:
        """Write the documents that wait to be copied."""
        if self._waiting and self._previous is not None:
            rows, self._waiting = self._previous.rows_of(self._waiting), _NONE
            self._runs.append(self._writer.copy(rows))
            passages, sentences = self._previous.digests_of(rows)
            self._passages += passages.tobytes()
            self._sentences += sentences.tobytes()

    def finish(self, documents: DocumentTable) -> SplitCorpus:
        """All that is known once every document is split, and written as `documents`."""
        created = datetime.now(UTC).isoformat(timespec="seconds")
        place = self._writer.place
        self._passages += self._sentences
        self._sentences.clear()
        return SplitCorpus(
            documents=place[0],
            passages=place[1],
            sentences=place[2],
            digests=join_digests(self._passages),
            reports=tuple(self._complete_reports(documents, created)),
            states=tuple(self._states),
            reused=self._reused,
            created=created,
            copied=self._previous.copy(self._runs, place)
            if self._previous and self._runs
            else None,
        )

    def _complete_reports(self, documents: DocumentTable, created: str) -> Iterator[ReadingReport]:
        """The reports with what is known once all documents are split."""
        duplicates = find_duplicates(documents.marks()) if self._reports else {}
        for report in self._reports:
            if report.source not in self._cut:
                yield report
                continue
            duplicate = duplicates.get(report.source, _NO_DUPLICATE)
            known = (self._cut[report.source], duplicate.doc_id, duplicate.similarity)
            if report.indexed and known == _take_known(report):
                yield report
            else:
                yield replace(
                    report,
                    cut_sentences=known[0],
                    duplicate_of=duplicate.doc_id,
                    similarity=duplicate.similarity,
                    indexed=report.indexed or created,
                )


def _take_known(report: ReadingReport) -> tuple[int, str, float]:
    """What a report says of the document among the others."""
    return report.cut_sentences, report.duplicate_of, report.similarity
