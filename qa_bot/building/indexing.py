"""Write the search structure of a generation whose documents and vectors are written already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa_bot.building.corpus_split import SplitCorpus
from qa_bot.index.documents import DocumentTable
from qa_bot.index.folder import ACRONYMS, LEXICAL, READINGS
from qa_bot.index.lexical.acronyms import Acronyms
from qa_bot.index.lexical.bm25 import LexicalIndex
from qa_bot.index.lexical.sentence_terms import SentenceTerms
from qa_bot.index.passages import TERMS
from qa_bot.index.sources import write_states
from qa_bot.index.stores import Kind, build_store
from qa_bot.index.text_digests import write_digests
from qa_bot.reading.files import write_reports


def write_search(folder: Path, documents: DocumentTable, kind: Kind) -> None:
    """Write the files of a generation that searching reads; its vectors are there already."""
    build_store(kind, folder)
    lexical = LexicalIndex.build(folder / LEXICAL, list_searchable(documents))
    SentenceTerms.build(folder / TERMS, list_sentences(documents), lexical)
    texts = (document.text for document in documents.stream())
    Acronyms.build(texts, lexical.forms).save(folder / ACRONYMS)


def write_facts(folder: Path, split: SplitCorpus) -> None:
    """Write the files of a generation that later builds and reports read."""
    write_digests(folder, split.digests)
    write_reports(folder / READINGS, split.reports)
    write_states(folder, split.states)


def list_searchable(documents: DocumentTable) -> Iterator[str]:
    """What words are found in: each passage's text under its document's and section's titles."""
    for document in documents.stream():
        for passage, _ in documents.passages_of(document.doc_id):
            text = document.text[passage.start : passage.end]
            yield f"{document.title}\n{passage.section}\n{text}"


def list_sentences(documents: DocumentTable) -> Iterator[list[str]]:
    """The texts of each passage's sentences."""
    for document in documents.stream():
        for _, sentences in documents.passages_of(document.doc_id):
            yield [document.text[s.start : s.end] for _, s in sentences]
