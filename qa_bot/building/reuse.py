"""Reusing: the previous generation comes in; what the next one need not make again goes out.

Documents are found by the checksum of their files, passages by their document, vectors by their
text. Each is used only where the fingerprint of its stage is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa_bot.building.splitting import SplitDocument
from qa_bot.errors import IndexDamagedError, IndexMismatchError
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import DOCUMENTS, READINGS
from qa_bot.index.generations import find_generations, find_live
from qa_bot.index.manifest import Manifest
from qa_bot.index.sources import SourceState, find_corpus, read_states
from qa_bot.index.vectors import read_vectors
from qa_bot.models.encoder import ModelIdentity, Vectors
from qa_bot.reading import Reading
from qa_bot.reading.files import read_reports, title_of
from qa_bot.types import Document, Passage, Sentence


@dataclass(frozen=True)
class Known:
    """Vectors that are there already: each text's number, and the files that they count through."""

    numbers: dict[str, int]
    passages: Vectors
    sentences: Vectors

    @classmethod
    def nothing(cls, dim: int) -> Known:
        """No vector at all."""
        none = np.zeros((0, dim), np.float32)
        return cls({}, none, none)

    def take(self, numbers: NDArray[np.int64]) -> Vectors:
        """The vectors with these numbers, shape (len(numbers), dim)."""
        first = len(self.passages)
        rows = np.empty((len(numbers), self.passages.shape[1]), np.float32)
        is_passage = numbers < first
        rows[is_passage] = self.passages[numbers[is_passage]]
        rows[~is_passage] = self.sentences[numbers[~is_passage] - first]
        return rows


class Previous:
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
        self._by_key = {state.key: state.source for state in self.states.values()}
        self._folder = folder
        self._reused: dict[str, str] = {}

    def find(self, state: SourceState) -> str | None:
        """The source of a file that was read from the same bytes, under the same name first."""
        same_name = self.states.get(state.source)
        if same_name is not None and (
            same_name.key == state.key if state.sha256 else state.is_as(same_name)
        ):
            return state.source
        return self._by_key.get(state.key) if state.sha256 else None

    def reading(self, earlier: str, source: str) -> Reading:
        """What reading the file `earlier` gave, now that it is called `source`."""
        report = replace(self.reports[earlier], source=source)
        document = self._table.document(earlier)
        if document is None:
            return Reading(report)
        self._reused[source] = earlier
        title = document.title if report.own_title else title_of(source)
        return Reading(report, replace(document, doc_id=source, source=source, title=title))

    def split(self, document: Document) -> SplitDocument | None:
        """The passages of a document that `reading` gave, numbered from 0; None for others."""
        earlier = self._reused.get(document.doc_id)
        if earlier is None:
            return None
        found = self._table.passages_of(earlier)
        passages = (
            replace(passage, passage_id=number, doc_id=document.doc_id)
            for number, (passage, _) in enumerate(found)
        )
        return SplitDocument(
            tuple(passages),
            tuple(tuple(s for _, s in sentences) for _, sentences in found),
            {document.doc_id: self.reports[earlier].cut_sentences},
        )

    def vectors(self, texts: Iterable[str], model: ModelIdentity) -> Known:
        """Vectors of those texts that the same model encoded."""
        if self.manifest.model != model:
            return Known.nothing(model.dim)
        wanted = set(texts)
        passages: dict[str, int] = {}
        sentences: dict[str, int] = {}
        for text, passage, numbered in self._passages():
            content = text[passage.start : passage.end]
            if content in wanted:
                passages[content] = passage.passage_id
            for number, sentence in numbered:
                content = text[sentence.start : sentence.end]
                if content in wanted and content not in passages:
                    sentences[content] = number
        after = self.manifest.passages
        numbers = passages | {text: after + number for text, number in sentences.items()}
        return Known(numbers, *read_vectors(self._folder))

    def _passages(self) -> Iterator[tuple[str, Passage, list[tuple[int, Sentence]]]]:
        for document in self._table.stream():
            for passage, sentences in self._table.passages_of(document.doc_id):
                yield document.text, passage, sentences

    @cached_property
    def _table(self) -> DocumentTable:
        return DocumentTable(self._folder / DOCUMENTS)

    def close(self) -> None:
        """Let go of the files."""
        if "_table" in self.__dict__:
            self._table.close()


def open_previous(index_dir: Path) -> tuple[Previous | None, list[Path]]:
    """The live generation, or the newest whole one where that is damaged; and the damaged ones."""
    damaged: list[Path] = []
    live = find_live(index_dir)
    for folder in find_generations(index_dir):
        try:
            manifest = Manifest.load(folder)
            manifest.check_files(folder)
            return Previous(folder, manifest, folder.name == live), damaged
        except IndexMismatchError:
            continue
        except IndexDamagedError:
            damaged.append(folder)
    return None, damaged
