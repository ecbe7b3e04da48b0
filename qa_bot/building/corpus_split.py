"""Cut the documents of a corpus into passages and write them down, one document at a time.

Texts and spans go straight into the generation's `documents.sqlite`, and all later stages read them
from there. So a build holds one document in memory, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qa_bot.building.corpus import ReadFile
from qa_bot.building.duplicates import Duplicate, DuplicateFinder
from qa_bot.building.reuse import PreviousGeneration
from qa_bot.building.splitting import SplitDocument
from qa_bot.config import Sentences
from qa_bot.index.document_writer import writing_documents
from qa_bot.index.sources import SourceState
from qa_bot.index.text_digests import Digests, digest_parts, digest_text, join_digests
from qa_bot.reading.report import ReadingReport
from qa_bot.types import Document

Split = Callable[[Document], SplitDocument]
_NO_DUPLICATE = Duplicate("", 0.0)


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


def split_corpus(
    files: Iterable[ReadFile],
    path: Path,
    split: Split,
    previous: PreviousGeneration | None = None,
    encoded: Sentences = "own",
) -> SplitCorpus:
    """Write the documents with their passages and sentences into a new file.

    Args:
        files: what was read.
        path: of the file.
        split: cuts a document.
        previous: the generation whose passages of unchanged documents are taken.
        encoded: where the sentences' vectors will come from.

    Raises:
        OSError: the disk refuses the file.
    """
    splitting = _Splitting(split, previous, encoded)
    with writing_documents(path) as writer:
        for file in files:
            if file.document is not None:
                part = splitting.add(file.document, file.earlier)
                writer.add(file.document, part.passages, part.sentences)
            splitting.note(file)
    return splitting.finish()


class _Splitting:
    """What is kept of the documents that have been split."""

    def __init__(
        self, split: Split, previous: PreviousGeneration | None, encoded: Sentences
    ) -> None:
        self._split = split
        self._encoded = encoded
        self._previous = previous
        self._passages, self._sentences = bytearray(), bytearray()
        self._cut: dict[str, int] = {}
        self._reports: list[ReadingReport] = []
        self._states: list[SourceState] = []
        self._duplicates = DuplicateFinder()
        self._documents = self._reused = self._count = 0

    def add(self, document: Document, earlier: str | None) -> SplitDocument:
        """A document's passages, numbered through the corpus."""
        if self._previous is not None and earlier is not None:
            part = self._previous.split(earlier, document)
        else:
            part = self._split(document)
        for passage, group in zip(part.passages, part.sentences, strict=True):
            text = document.text[passage.start : passage.end]
            spans = [(one.start - passage.start, one.end - passage.start) for one in group]
            self._passages += digest_text(text)
            for digest in self._digest_sentences(text, spans):
                self._sentences += digest
        self._cut[document.doc_id] = part.cut_sentences
        first, self._count = self._count, self._count + len(part.passages)
        passages = (replace(p, passage_id=first + p.passage_id) for p in part.passages)
        return replace(part, passages=tuple(passages))

    def _digest_sentences(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterable[bytes]:
        """Checksums of all that the vectors of a passage's sentences depend on."""
        if self._encoded == "passage":
            return digest_parts(text, spans)
        return (digest_text(text[start:end]) for start, end in spans)

    def note(self, file: ReadFile) -> None:
        """Keep what is known of a file."""
        if file.document is not None:
            self._documents += 1
            self._reused += file.earlier is not None
            if file.report is not None:
                self._duplicates.add(file.document)
        if file.report is not None:
            self._reports.append(file.report)
        if file.state is not None:
            self._states.append(file.state)

    def finish(self) -> SplitCorpus:
        """All that is known once every document is split."""
        created = datetime.now(UTC).isoformat(timespec="seconds")
        self._passages += self._sentences
        self._sentences.clear()
        digests = join_digests(self._passages)
        return SplitCorpus(
            documents=self._documents,
            passages=self._count,
            sentences=len(digests) - self._count,
            digests=digests,
            reports=tuple(self._complete_reports(created)),
            states=tuple(self._states),
            reused=self._reused,
            created=created,
        )

    def _complete_reports(self, created: str) -> Iterator[ReadingReport]:
        """The reports with what is known once all documents are split."""
        duplicates = self._duplicates.find()
        for report in self._reports:
            duplicate = duplicates.get(report.source, _NO_DUPLICATE)
            if report.source not in self._cut:
                yield report
            else:
                yield replace(
                    report,
                    cut_sentences=self._cut[report.source],
                    duplicate_of=duplicate.doc_id,
                    similarity=duplicate.similarity,
                    indexed=report.indexed or created,
                )
