"""The index folder: immutable generations, one pointer to the live one.

    index/
      qa_bot-index     marks the folder as ours
      CURRENT          the live generation's name; replaced atomically
      README.md        what the folder is, in a fresh clone; left as it is
      generations/NAME manifest.json with its checksum, documents.sqlite, vectors.faiss (the
                       passages', a FAISS index), lists.faiss where the search is approximate,
                       sentences.npy (the sentences' vectors), lexical/, terms/, acronyms.json,
                       readings.jsonl (what became of each file) and sources.jsonl (each file's
                       size, times and checksum)

`Index` opens a generation, read only.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from qa_bot.errors import IndexDamagedError, IndexMismatchError, IndexNotFoundError
from qa_bot.index.documents import Documents, DocumentTable
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex, Lexicon
from qa_bot.index.manifest import REPAIR, Manifest
from qa_bot.index.own_folder import GENERATIONS, current_generation
from qa_bot.index.passages import LocalPassages, PassageStore
from qa_bot.index.sources import find_corpus
from qa_bot.models.encoder import ModelIdentity

READINGS = "readings.jsonl"
DOCUMENTS, LEXICAL, ACRONYMS = "documents.sqlite", "lexical", "acronyms.json"
LARGE = 100_000_000
"""Bytes from which on opening compares a file's size, not its checksum; a check compares both."""


@dataclass(frozen=True)
class Index:
    """One generation, open for reading."""

    folder: Path
    manifest: Manifest
    documents: Documents
    lexical: Lexicon
    passages: PassageStore
    acronyms: Acronyms
    sources: Path | None
    """The folder of the original files; None where this machine does not have it."""

    @classmethod
    def open(cls, index_dir: Path) -> LocalIndex:
        """Open the live generation, every file checked (large ones by their size).

        Raises:
            IndexNotFoundError: there is no index at `index_dir`.
            NotAnIndexError: the folder holds something else.
            IndexMismatchError: another format version wrote it.
            IndexDamagedError: a file is missing or differs.
        """
        while True:
            name = current_generation(index_dir)
            if name is None:
                raise IndexNotFoundError(
                    f"there is no index in {index_dir}; {REPAIR} --index {index_dir}"
                )
            folder = index_dir / GENERATIONS / name
            try:
                manifest = Manifest.load(folder)
                manifest.check_files(folder, LARGE)
                return cls.load(folder, manifest)
            except IndexDamagedError as error:
                if current_generation(index_dir) != name:
                    continue  # a build removed it while it was being opened
                others = any(path.name != name for path in folder.parent.iterdir())
                offer = ", or go back with: qa-bot rollback" if others else ""
                raise IndexDamagedError(f"{error}{offer}") from error

    @classmethod
    def load(cls, folder: Path, manifest: Manifest) -> LocalIndex:
        """Open a generation's files; from then on they may be removed.

        Raises:
            IndexDamagedError: a file can't be read.
        """
        try:
            lexical = LexicalIndex(folder / LEXICAL, manifest.passages)
            passages = LocalPassages.open(manifest.store, folder, lexical)
            documents = DocumentTable(folder / DOCUMENTS)
            acronyms = Acronyms.load(folder / ACRONYMS)
            sources = find_corpus(manifest, folder)
            return LocalIndex(folder, manifest, documents, lexical, passages, acronyms, sources)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise IndexDamagedError(f"{folder} can't be opened ({error}); {REPAIR}") from error

    def require_model(self, name: str) -> None:
        """Refuse an index that another model made.

        Raises:
            IndexMismatchError: `name` is not this index's model.
        """
        made_with = self.manifest.model.name
        if made_with != name:
            raise IndexMismatchError(
                f"the index was made with the model {made_with}, the settings say {name}; {REPAIR}"
            )

    def require_weights(self, identity: ModelIdentity) -> None:
        """Refuse an index that other weights of the same model made, or the same in other numbers.

        Raises:
            IndexMismatchError: checksum or encoding of the weights differ from this index's model.
        """
        if self.manifest.model.encoding != identity.encoding:
            raise IndexMismatchError(
                f"the index was encoded in {self.manifest.model.encoding}, the settings say "
                f"{identity.encoding} (QA_BOT_ENCODING); {REPAIR}"
            )
        if self.manifest.model.sha256 != identity.sha256:
            raise IndexMismatchError(
                f"the index was made with other weights of the model {identity.name}; {REPAIR}"
            )

    def let_go(self) -> None:
        """Let go of memory that holds what can be fetched again: caches, pages of files."""
        self.documents.let_go()
        self.passages.let_go()

    def close(self) -> None:
        """Close the files."""
        self.documents.close()

    def __enter__(self) -> Self:
        """The index itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


@dataclass(frozen=True)
class LocalIndex(Index):
    """A generation in a folder of this machine."""

    documents: DocumentTable
    lexical: LexicalIndex
    passages: LocalPassages
