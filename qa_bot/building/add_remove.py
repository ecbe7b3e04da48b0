"""Curating: files go into the corpus folder or out of it, and the index follows at once.

A file that goes out of the corpus, because it is removed or replaced, is moved to the folder
`.removed` inside it, and only after it has stopped answering. Nothing is ever deleted.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from qa_bot.building.builder import Builder, BuildOptions
from qa_bot.building.scan import require_corpus
from qa_bot.errors import CorpusError, DocumentNotFoundError, QABotError
from qa_bot.index.folder import Index
from qa_bot.index.generations import find_generations, sync
from qa_bot.index.locking import lock_index
from qa_bot.index.manifest import Manifest
from qa_bot.index.own_folder import GENERATIONS, current_generation
from qa_bot.index.sources import expected_corpus, find_corpus
from qa_bot.reading import find_files
from qa_bot.reading.files import is_document_name, source_of
from qa_bot.reading.report import BuildReport

REMOVED = ".removed"
_ADDING = ".adding-"


def corpus_of(index_dir: Path) -> Path:
    """The folder of an index's documents, or where it should be; `corpus` before the first build.

    Raises:
        QABotError: the index can't be read.
    """
    name = current_generation(index_dir)
    if name is None:
        return Path("corpus")
    generation = index_dir / GENERATIONS / name
    manifest = Manifest.load(generation)
    return find_corpus(manifest, generation) or expected_corpus(manifest, generation)


def open_corpus(corpus: Path, is_first: bool) -> None:
    """Make the folder for the first documents; a folder that an index lacks is never made anew.

    Raises:
        CorpusError: there is an index, and no such folder.
    """
    if is_first:
        corpus.mkdir(parents=True, exist_ok=True)
    elif not corpus.is_dir():
        raise CorpusError(
            f"the documents' folder {corpus} is not here, so nothing is put into it; bring it "
            "back, or build from another folder with: qa-bot build --corpus FOLDER"
        )


def add_files(
    files: Sequence[Path],
    corpus: Path,
    builder: Builder,
    options: BuildOptions,
    overwrite: bool = False,
) -> BuildReport:
    """Copy files into the corpus and bring the index up to date.

    Args:
        files: what to copy; a file that is in the corpus already stays where it is.
        corpus: the folder, which is made where there is no index yet.
        builder: makes the generation.
        options: for the build.
        overwrite: whether a file may take the place of another one of its name.

    Raises:
        CorpusError: a file is missing, is not a document, or would replace another; or the folder
            of the index's documents is not here.
    """
    with lock_index(builder.index_dir):
        outside = [file for file in files if not _is_inside(file, corpus)]
        targets = {file: corpus / file.name for file in outside}
        if len(set(targets.values())) < len(set(outside)):
            raise CorpusError("two of the files have the same name; rename one of them")
        for file, target in targets.items():
            _require_addable(file, target, overwrite)
        open_corpus(corpus, is_first=not find_generations(builder.index_dir))
        for leaving in corpus.glob(f"{_ADDING}*"):
            leaving.unlink()
        for file, target in targets.items():
            _copy(file, target, corpus)
        return builder.build(corpus, options)


def remove_documents(
    names: Sequence[str], corpus: Path, builder: Builder, options: BuildOptions
) -> tuple[BuildReport, list[Path]]:
    """Take documents out of the index, then out of the corpus folder.

    Args:
        names: the documents' paths inside the corpus, file names or titles.
        corpus: the folder.
        builder: makes the generation.
        options: for the build.

    Returns:
        The build's report, and where the files are now.

    Raises:
        DocumentNotFoundError: a name fits no document, or several.
        CorpusError: no document would be left.
    """
    require_corpus(corpus)
    with lock_index(builder.index_dir):
        present = {source_of(path, corpus): path for path in find_files(corpus)}
        titles = dict.fromkeys(present, "") | _list_titles(builder.index_dir)
        sources = {_find_source(name, titles) for name in names}
        if sources >= present.keys():
            raise CorpusError(
                "no document would be left, and an index holds at least one; add another first, "
                f"or delete the folder {builder.index_dir}"
            )
        report = builder.build(corpus, replace(options, without=frozenset(sources)))
        moved = [set_aside(present[s], corpus) for s in sorted(sources) if s in present]
    return report, moved


def _is_inside(file: Path, corpus: Path) -> bool:
    return file.resolve().is_relative_to(corpus.resolve())


def _require_addable(file: Path, target: Path, overwrite: bool) -> None:
    if not file.is_file():
        raise CorpusError(f"there is no file {file}; name files, not folders")
    if not is_document_name(Path(file.name)):
        raise CorpusError(f"a file called {file.name} is not read; copy it to another name")
    if target.exists() and not overwrite and not filecmp.cmp(file, target, shallow=False):
        raise CorpusError(
            f"{target} is there already and is another file; rename {file}, or replace the one "
            "in the corpus with --replace"
        )


def _copy(file: Path, target: Path, corpus: Path) -> None:
    """Copy a file so that it appears under its name at once and whole."""
    if target.exists():
        if filecmp.cmp(file, target, shallow=False):
            return
        keep_also(target, corpus)
    copied = corpus / f"{_ADDING}{os.urandom(4).hex()}"
    try:
        shutil.copyfile(file, copied)
        sync(copied)
        copied.replace(target)
        sync(corpus)
    finally:
        copied.unlink(missing_ok=True)


def _list_titles(index_dir: Path) -> dict[str, str]:
    """Every document of the live index by its source, with its title."""
    try:
        with Index.open(index_dir) as index:
            return {s.source: s.title for s in index.documents.summaries()}
    except QABotError:
        return {}  # a damaged index must not keep a file from being removed


def _find_source(name: str, titles: dict[str, str]) -> str:
    wanted = name.strip().casefold()
    fitting = [
        source
        for source, title in titles.items()
        if wanted in {n.casefold() for n in (source, PurePosixPath(source).name, title)}
    ]
    exact = [source for source in fitting if source == name]
    if len(exact or fitting) != 1:
        which = f"several documents: {', '.join(fitting)}" if fitting else "no document"
        raise DocumentNotFoundError(f"{name} fits {which}; qa-bot documents lists them")
    return (exact or fitting)[0]


def set_aside(path: Path, corpus: Path) -> Path:
    """Move a file to the folder of removed ones."""
    target = _find_free_place(path, corpus)
    path.rename(target)
    sync(target.parent)
    sync(path.parent)
    return target


def keep_also(path: Path, corpus: Path) -> None:
    """Put a file into the folder of removed ones while it stays where it is."""
    target = _find_free_place(path, corpus)
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)
        sync(target)
    sync(target.parent)


def _find_free_place(path: Path, corpus: Path) -> Path:
    """A path in the folder of removed files that nothing has taken."""
    target = corpus / REMOVED / path.relative_to(corpus)
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while target.exists() or target.is_symlink():
        number += 1
        target = target.with_name(f"{path.stem} ({number}){path.suffix}")
    return target
