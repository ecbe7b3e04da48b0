"""An overview of a topic that has no document and no heading of its own: what speaks of it."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering.forms.overview import MAX_EXCERPTS
from qa_bot.index.folder import Index
from qa_bot.index.lexical.words import terms_of
from qa_bot.types import Document, Evidence, Hit, Sentence

MIN_SENTENCES = 2
"""Sentences from which on a topic is told of rather than searched for."""


def find_sentences_on(index: Index, topic: str, hits: Sequence[Hit]) -> list[Evidence]:
    """The sentences of some passages that speak of a topic, by document and in reading order.

    Each has the topic's words in it or partly in the headings over it. Documents come in the order
    of their best passage; too few sentences count as none.

    Args:
        index: the generation.
        topic: what is asked about, in a few words.
        hits: the passages found for it, best first.
    """
    asked = frozenset(terms_of(topic))
    order = list(dict.fromkeys(hit.passage.doc_id for hit in hits))
    passages = [hit.passage for hit in hits]
    passages.sort(key=lambda one: (order.index(one.doc_id), one.start))
    numbered = index.documents.sentences([one.passage_id for one in passages])
    found: list[Evidence] = []
    for passage in passages:
        document = index.documents.document(passage.doc_id)
        for _, sentence in numbered[passage.passage_id]:
            if document is not None and _speaks_of(document, sentence, asked):
                found.append(Evidence(passage, sentence.start, sentence.end, 0.0))
    return found[:MAX_EXCERPTS] if len(found) >= MIN_SENTENCES else []


def _speaks_of(document: Document, sentence: Sentence, asked: frozenset[str]) -> bool:
    own = frozenset(terms_of(document.text[sentence.start : sentence.end]))
    above = terms_of(" ".join(one.title for one in document.sections_at(sentence.start)))
    return sentence.citable and bool(asked & own) and asked <= own | frozenset(above)
