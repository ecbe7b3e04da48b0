"""What the reader's benchmark works with: a set's passages, a question's scores, figures."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from reader_training.corpora import Window, load_corpus  # noqa: E402
from train_reader import packaged_tokenizer  # noqa: E402

from qa_bot.config import Settings  # noqa: E402
from qa_bot.encoding import open_encoder  # noqa: E402
from qa_bot.evidence import COSINE, COVERAGE, PASSAGE  # noqa: E402
from qa_bot.lexical import terms_of  # noqa: E402
from qa_bot.reader import ReaderInput, open_reader  # noqa: E402
from qa_bot.retrieval import standardise  # noqa: E402
from qa_bot.splitting import split_sentences  # noqa: E402

BUDGET, TOP, FUSED = 128, 5, 100
DENSE = Settings().dense_weight
Figure = Callable[[list["Judged"]], float]
encoder = cache(open_encoder)
reader = cache(open_reader)


@dataclass
class Judged:
    """One question with the scores of some passages' sentences, in the passages' order."""

    group: str
    answerable: bool
    gold: np.ndarray
    reader: np.ndarray
    passage: float
    hybrid: np.ndarray


class TestSet:
    """A set, cut into the passages that the bot would make of it."""

    def __init__(self, data: Path, name: str) -> None:
        self._corpus = load_corpus(data, name, packaged_tokenizer(), (BUDGET,))
        self.queries = self._corpus.queries
        self.titles = {window.doc_id: window.title for window in self._corpus.windows}

    @cached_property
    def _places(self) -> dict[tuple[str, int, int], int]:
        windows = self._corpus.windows
        return {(w.doc_id, w.start, len(w.text)): i for i, w in enumerate(windows)}

    def whole(self, doc_id: str) -> list[Window]:
        """A document as one passage."""
        text = self._corpus.texts[doc_id]
        spans = tuple((s.start, s.end) for s in split_sentences(text, 0, len(text)))
        return [Window(doc_id, self.titles[doc_id], text, 0, spans)]

    def passages(self, doc_id: str) -> list[Window]:
        """A document as its passages."""
        return [self._corpus.windows[i] for i in self._corpus.by_document[doc_id]]

    def best(self, question: str, without: str = "") -> list[Window]:
        """The passages with the most BM25, one document left out."""
        found = (self._corpus.windows[i] for i in self._corpus.nearest(question, FUSED))
        kept = [window for window in found if window.doc_id != without]
        return kept[:TOP] or self._corpus.windows[:1]

    def judge(self, query: dict[str, Any], windows: Sequence[Window]) -> Judged:
        """Read some passages for a question."""
        inputs = [ReaderInput(w.text, w.sentences, w.title) for w in windows]
        readings = reader().read(query["text"], inputs)
        wanted = query.get("gold_sentences") or [query.get("gold_sentence") or ""]
        ranges = find_spans(self._corpus.texts[query["gold_doc"]], wanted)
        gold = [
            window.doc_id == query["gold_doc"]
            and any(_mostly_in((a + window.start, b + window.start), r) for r in ranges)
            for window in windows
            for a, b in window.sentences
        ]
        return Judged(
            query["gold_doc"],
            query["answerable"],
            np.array(gold),
            np.concatenate([reading.sentences for reading in readings]),
            max(reading.passage for reading in readings),
            self._hybrid(query["text"], windows),
        )

    def _hybrid(self, question: str, windows: Sequence[Window]) -> np.ndarray:
        """The sentences' scores without a reader; a passage that is not in the set adds nothing."""
        vector = encoder().encode_questions([question])[0]
        terms = set(terms_of(question))
        rarity = {term: self._corpus.lexical.rarity(term) for term in terms}
        passages = self._fused(question, vector)
        scores = []
        for window in windows:
            place = self._places.get((window.doc_id, window.start, len(window.text)), -1)
            for a, b in window.sentences:
                cosine = float(vector_of(window.text[a:b]) @ vector)
                held = sum(rarity[term] for term in terms & terms_in(window.text[a:b]))
                coverage = held / (sum(rarity.values()) or 1.0)
                own = COSINE * cosine + COVERAGE * coverage
                scores.append(own + PASSAGE * passages.get(place, 0.0))
        return np.array(scores)

    def _fused(self, question: str, vector: np.ndarray) -> dict[int, float]:
        """The dense and the lexical z-scores of the passages with the most BM25, fused."""
        near = self._corpus.nearest(question, FUSED)
        if len(near) < 2:
            return {}
        lexical = self._corpus.lexical.scores(question)[near]
        dense = np.array([vector_of(self._corpus.windows[i].text) @ vector for i in near])
        fused = DENSE * standardise(dense) + (1 - DENSE) * standardise(lexical)
        return dict(zip(near, fused.tolist(), strict=True))


def show(name: str, judged: list[Judged], figure: Figure) -> None:
    """Print a figure with its interval; documents are drawn, with their questions."""
    groups = defaultdict(list)
    for one in judged:
        groups[one.group].append(one)
    rng, names = random.Random(0), sorted(groups)
    drawn = []
    for _ in range(300):
        members = [one for group in rng.choices(names, k=len(names)) for one in groups[group]]
        if len({one.answerable for one in members}) == len({one.answerable for one in judged}):
            drawn.append(figure(members))
    low, high = np.percentile(drawn, [2.5, 97.5])
    print(f"{name}: {figure(judged):.3f} [{low:.3f}, {high:.3f}] n={len(judged)}", flush=True)


def share(scores: Callable[[Judged], np.ndarray]) -> Figure:
    """The share of questions whose best scored sentence is a gold one."""
    return lambda judged: float(np.mean([j.gold[scores(j).argmax()] for j in judged]))


def auroc(score: Callable[[Judged], float]) -> Figure:
    """How well a score separates the answerable questions from the others."""
    return lambda judged: float(
        roc_auc_score([j.answerable for j in judged], [score(j) for j in judged])
    )


def precision(scores: Callable[[Judged], np.ndarray]) -> Figure:
    """Mean average precision of the gold sentences."""
    return lambda judged: float(
        np.mean([average_precision_score(j.gold, scores(j)) for j in judged])
    )


def mixed(weight: float) -> Callable[[Judged], np.ndarray]:
    """The hybrid scores with the reader's, weighed."""
    return lambda judged: judged.hybrid + weight * judged.reader


def find_spans(text: str, sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Where sentences stand in a text."""
    starts = [(text.find(sentence), len(sentence)) for sentence in sentences if sentence]
    return [(start, start + length) for start, length in starts if start >= 0]


def sample(queries: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """All questions, or a seeded sample."""
    return random.Random(0).sample(queries, limit) if 0 < limit < len(queries) else queries


@cache
def vector_of(text: str) -> np.ndarray:
    """A text's vector."""
    return encoder().encode_passages([text])[0]


@cache
def terms_in(text: str) -> frozenset[str]:
    """A text's terms."""
    return frozenset(terms_of(text))


def _mostly_in(sentence: tuple[int, int], span: tuple[int, int]) -> bool:
    shared = min(sentence[1], span[1]) - max(sentence[0], span[0])
    return shared > (sentence[1] - sentence[0]) / 2 or shared == span[1] - span[0]
