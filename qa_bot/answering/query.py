"""Make a query of a standalone question.

Misspelt words become words of the documents, acronyms and their long forms stand beside each
other, words written apart or together are tried the other way ("cyber security"); then the
question's terms are weighed and its vector is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa_bot.answering.spelling import mend_spelling
from qa_bot.index.folder import Index
from qa_bot.index.lexical.bm25 import Lexicon
from qa_bot.index.lexical.folding import WORD
from qa_bot.index.lexical.words import STOP_WORDS, stem, terms_of, words_of
from qa_bot.models.encoder import Encoder, Vectors

ADDED_WEIGHT = 0.5
"""Weight of a term that the question does not name itself."""
MIN_PART_LETTERS = 3
"""Letters of either half where an unknown word is taken apart."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    `text` is the question with its spelling mended, `vector` its unit vector `(dim,)` with
    acronyms spelt out, `terms` the stemmed words and their weights; `said` is what was replied
    before and is not to be said again. `encoder` made the vector.
    """

    text: str
    vector: Vectors
    terms: dict[str, float]
    said: str = ""
    encoder: Encoder | None = None

    def leave_out(self, terms: Collection[str]) -> Query | None:
        """The same without some terms; None where no word is left, or nothing can encode it."""
        kept = {term: weight for term, weight in self.terms.items() if term not in terms}
        text = WORD.sub(lambda word: "" if stem(word[0]) in terms else word[0], self.text)
        if self.encoder is None or not words_of(text):
            return None
        return replace(self, text=text, vector=self.encoder.encode_questions([text])[0], terms=kept)


def make_query(index: Index, question: str, encoder: Encoder) -> Query:
    """What to search for, given a standalone question."""
    return make_queries(index, [question], encoder)[0]


def make_queries(index: Index, questions: Sequence[str], encoder: Encoder) -> list[Query]:
    """The same for many standalone questions, which the model encodes together."""
    texts = [mend_spelling(one, index.lexical, encoder.count_tokens) for one in questions]
    spelt_out = [index.acronyms.spell_out(text) for text in texts]
    vectors = encoder.encode_questions(spelt_out)
    return [
        Query(text, vector, weigh_terms(index.lexical, text, longer), encoder=encoder)
        for text, longer, vector in zip(texts, spelt_out, vectors, strict=True)
    ]


def weigh_terms(lexical: Lexicon, question: str, spelt_out: str) -> dict[str, float]:
    """The question's terms (weight 1 each time they occur) and the added ones."""
    weights: dict[str, float] = {}
    for term in terms_of(question):
        weights[term] = weights.get(term, 0.0) + 1.0
    for term in [*terms_of(spelt_out), *_rejoined(lexical, words_of(question))]:
        weights.setdefault(term, ADDED_WEIGHT)
    return weights


def _rejoined(lexical: Lexicon, words: list[str]) -> Iterator[str]:
    """Known terms that neighbouring words make together, and known halves of an unknown word."""
    for first, second in pairwise(words):
        if lexical.document_frequency(joined := stem(first + second)):
            yield joined
    for word in words:
        if not lexical.document_frequency(stem(word)):
            yield from _halves(lexical, word)


def _halves(lexical: Lexicon, word: str) -> tuple[str, ...]:
    for cut in range(MIN_PART_LETTERS, len(word) - MIN_PART_LETTERS + 1):
        halves = (word[:cut], word[cut:])
        if not any(half.casefold() in STOP_WORDS for half in halves):
            terms = tuple(stem(half) for half in halves)
            if all(lexical.document_frequency(term) for term in terms):
                return terms
    return ()
