"""Find everything that is wrong with an index, and name what mends it.

Every generation's checksums are compared; the live one's stores are counted against each other,
its offsets against its texts, some of its vectors against the model, its sources against the
corpus folder.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.errors import IndexDamagedError, IndexMismatchError, QABotError
from qa_bot.index.folder import Index, LocalIndex
from qa_bot.index.generations import find_generations, find_live
from qa_bot.index.manifest import Manifest, folder_checksums
from qa_bot.index.own_folder import current_generation
from qa_bot.index.sources import expected_corpus, read_states, scan_sources
from qa_bot.index.stores import VECTORS
from qa_bot.index.vectors import SENTENCES
from qa_bot.models.encoder import Encoder
from qa_bot.models.opening import open_encoder_of
from qa_bot.reading.files import list_files
from qa_bot.reading.report import printable
from qa_bot.types import Document, Passage, Sentence

_SAMPLE = 20
_TOLERANCE = 1e-3
"""Largest difference of a vector from the one that the model gives now."""
BUILD = "run: qa-bot build"
FRESH = "run: qa-bot build --fresh"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the command that mends it."""

    problem: str
    remedy: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.problem}; {self.remedy}"


def check_index(index_dir: Path, encoder: Encoder | None = None) -> list[Finding]:
    """Everything that is wrong with an index.

    Args:
        index_dir: the index folder.
        encoder: the model that made it; by default the one that the index names.
    """
    findings = list(_check_pointer(index_dir))
    live = find_live(index_dir)
    for folder in find_generations(index_dir):
        remedy = BUILD if folder.name == live else f"delete the folder {folder}"
        findings += _check_files(folder, remedy)
    if findings or live is None:
        return findings
    try:
        index = Index.open(index_dir)
    except QABotError as error:
        return [Finding(*_cut(error))]
    with index:
        findings += check_generation(index)
        findings += _check_vectors(index, encoder)
        findings += _check_sources(index)
    return findings


def check_generation(index: LocalIndex) -> list[Finding]:
    """Where the stores of an open generation disagree with each other or with the texts."""
    return [*_check_counts(index), *_check_offsets(index)]


def _cut(error: QABotError) -> tuple[str, str]:
    """What an error says is wrong, and its remedy."""
    problem, _, remedy = str(error).rpartition("; ")
    return (problem, remedy) if problem else (remedy, BUILD)


def _check_pointer(index_dir: Path) -> Iterator[Finding]:
    try:
        if current_generation(index_dir) is None:
            yield Finding(f"there is no index in {index_dir}", BUILD)
    except IndexDamagedError as error:
        yield Finding(*_cut(error))


def _check_files(folder: Path, remedy: str) -> Iterator[Finding]:
    try:
        manifest = Manifest.load(folder)
        found = folder_checksums(folder)
    except (IndexDamagedError, IndexMismatchError) as error:
        yield Finding(_cut(error)[0], remedy)
        return
    except OSError as error:
        yield Finding(f"{error.filename} can't be read ({error.strerror})", remedy)
        return
    for name in sorted(set(manifest.files) | set(found)):
        if name not in found:
            yield Finding(f"{folder / name} is missing", remedy)
        elif name not in manifest.files:
            yield Finding(f"{folder / name} does not belong there", f"delete {folder / name}")
        elif found[name] != manifest.files[name]:
            yield Finding(f"{folder / name} differs from its checksum", remedy)


def _check_counts(index: LocalIndex) -> Iterator[Finding]:
    """The counts of every store against those of the manifest."""
    manifest = index.manifest
    passages, sentences = index.documents.count("passages"), index.documents.count("sentences")
    counted = {
        "documents": {"documents.sqlite": index.documents.count("documents")},
        "passages": {
            "documents.sqlite": passages,
            VECTORS: len(index.passages.vectors),
            "store": len(index.passages.store),
            "lexical": index.lexical.counted_passages,
            "terms": len(index.passages.terms.passages) - 1,
        },
        "sentences": {
            "documents.sqlite": sentences,
            SENTENCES: len(index.passages.sentence_vectors),
            "terms": len(index.passages.terms.starts) - 1,
            "terms of passages": int(index.passages.terms.passages[-1]),
        },
    }
    for what, stores in counted.items():
        expected = getattr(manifest, what)
        for store, count in stores.items():
            if count != expected:
                yield Finding(f"{store} holds {count} {what}, the manifest says {expected}", FRESH)


def _check_offsets(index: LocalIndex) -> Iterator[Finding]:
    """Spans lie inside what they belong to, hold text, and follow one another."""
    for problem in index.documents.find_damage():
        yield Finding(f"documents.sqlite: {problem}", FRESH)
    for document in index.documents.stream():
        if problem := _find_bad_span(document, index.documents.passages_of(document.doc_id)):
            yield Finding(f"{printable(document.source)}: {problem}", FRESH)


def _find_bad_span(
    document: Document, passages: list[tuple[Passage, list[tuple[int, Sentence]]]]
) -> str:
    """The first thing that is wrong with a document's spans; empty where all are right."""
    text, position = document.text, 0
    spans = [(page.start, page.end) for page in document.pages]
    spans += [(section.start, section.end) for section in document.sections]
    for start, end in spans:
        if not 0 <= start <= end <= len(text):
            return f"a page or section from {start} to {end} lies outside the text"
    for passage, numbered in passages:
        sentences = [sentence for _, sentence in numbered]
        if not sentences or (passage.start, passage.end) != (sentences[0].start, sentences[-1].end):
            return f"passage {passage.passage_id} is not made of its sentences"
        for sentence in sentences:
            if not position <= sentence.start < sentence.end <= len(text):
                return f"a sentence of passage {passage.passage_id} lies outside its place"
            if text[position : sentence.start].strip():
                return f"text before character {sentence.start} is in no passage"
            position = sentence.end
    return "the end of the text is in no passage" if text[position:].strip() else ""


def _check_vectors(index: LocalIndex, encoder: Encoder | None) -> Iterator[Finding]:
    """Some passages and sentences, encoded again."""
    try:
        encoder = encoder or open_encoder_of(index.manifest.model)
        index.require_weights(encoder.identity)
    except QABotError as error:
        yield Finding(*_cut(error))
        return
    chance = random.Random()
    summaries = index.documents.summaries()
    for summary in chance.sample(summaries, min(_SAMPLE, len(summaries))):
        document = index.documents.require(summary.doc_id)
        passage, numbered = chance.choice(index.documents.passages_of(document.doc_id))
        number, sentence = chance.choice(numbered)
        texts = [document.text[s.start : s.end] for s in (passage, sentence)]
        kept = [
            index.passages.vectors[passage.passage_id],
            index.passages.sentence_vectors[number],
        ]
        if np.abs(encoder.encode_passages(texts) - np.stack(kept)).max() > _TOLERANCE:
            yield Finding(f"{printable(document.source)}: its vectors are not the model's", FRESH)


def _check_sources(index: LocalIndex) -> Iterator[Finding]:
    """Files of the corpus folder that are not what was indexed."""
    corpus = index.sources
    if corpus is None:
        expected = expected_corpus(index.manifest, index.folder)
        remedy = f"bring it back, or {BUILD} --corpus FOLDER"
        yield Finding(f"the documents' folder {expected} is not here", remedy)
        return
    indexed = {state.source: state for state in read_states(index.folder)}
    largest = index.manifest.settings["reading_file_mb"] * 1_000_000
    now = {
        state.source: state for state in scan_sources(list_files(corpus), corpus, indexed, largest)
    }
    for source in sorted(indexed | now):
        if source not in now:
            yield Finding(f"{printable(source)} is gone since it was indexed", BUILD)
        elif source not in indexed:
            yield Finding(f"{printable(source)} is new and not indexed", BUILD)
        elif now[source].sha256 != indexed[source].sha256:
            yield Finding(f"{printable(source)} has changed since it was indexed", BUILD)
