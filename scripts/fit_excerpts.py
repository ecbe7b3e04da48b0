"""Fit the weights of `qa_bot/answering/membership.py` to sentences that people marked.

    python scripts/fit_excerpts.py --data ../shared/eval --work ../excerpts

Builds each set's index in the work folder, asks its answerable questions, and takes for every
sentence that was read the features of the model and whether people marked it. Half of each set's
questions, by a checksum of their ids, is fitted; the figures are those of the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qa_bot.answering.answer_type import asks_for_one_fact  # noqa: E402
from qa_bot.answering.bot import QABot  # noqa: E402
from qa_bot.answering.evidence import score_evidence  # noqa: E402
from qa_bot.answering.membership import (  # noqa: E402
    MAX_GAP,
    MAX_LOGIT,
    MODEL,
    estimate_membership,
    is_near,
)
from qa_bot.answering.query import make_query  # noqa: E402
from qa_bot.answering.reranking import rerank  # noqa: E402
from qa_bot.answering.retrieval import retrieve  # noqa: E402
from qa_bot.building.builder import build_documents  # noqa: E402
from qa_bot.config import Settings  # noqa: E402
from qa_bot.evaluation.dataset import Question, load_dataset  # noqa: E402
from qa_bot.models.opening import open_encoder, open_reader  # noqa: E402

WEIGHTS = {"clapnq_dev_a": 2.0, "multispanqa_valid": 1.0, "squad2_part": 1.0, "onestopqa": 1.0}
"""The sets and how much each counts: answers of several sentences, and of one."""
QUESTIONS = 300
NAMES = ("logit", "gap", "near", "adjacent", "one_fact")
Row = tuple[list[float], float, float]
"""Features, whether people marked the sentence, what the present model says."""


class Sets:
    """The sets' indexes and questions."""

    def __init__(self, data: Path, work: Path) -> None:
        self._data, self._work = data, work
        self._encoder, self._reader, self._settings = open_encoder(), open_reader(), Settings()

    def rows(self, name: str) -> tuple[list[Row], list[Row]]:
        """The rows to fit and the rows to judge."""
        dataset = load_dataset(self._data / name)
        if not (self._work / name).exists():
            build_documents(dataset.corpus, self._work / name, encoder=self._encoder)
        asked = [q for q in dataset.questions if q.gold_sets and q.answerable is not False]
        step = max(1, len(asked) // QUESTIONS)
        fit: list[Row] = []
        judge: list[Row] = []
        with QABot.open(self._work / name, encoder=self._encoder) as bot:
            for question in asked[::step]:
                part = fit if is_fitted(question.question_id) else judge
                part.extend(self._sentences(bot, question))
        return fit, judge

    def _sentences(self, bot: QABot, question: Question) -> Iterator[Row]:
        index, settings = bot.index, self._settings
        query = make_query(index, question.text, self._encoder)
        candidates = retrieve(index, query, settings, settings.evidence_passages)
        ranked = rerank(self._reader, index, query.text, candidates, settings.reader_passages)
        scored = score_evidence(index, query, ranked)
        best = max(scored, key=lambda one: one.score)
        chances = estimate_membership(query.text, best, scored)
        gold = [[fold(sentence) for sentence in group] for group in question.gold_sets]
        right = {doc_id for doc_id, _ in question.relevant}
        for one, chance in zip(scored, chances, strict=True):
            text = fold(bot.source(one.passage.doc_id).text[one.sentence.start : one.sentence.end])
            marked = [any(text and (text in g or g in text) for g in group) for group in gold]
            label = one.passage.doc_id in right and 2 * sum(marked) >= len(marked)
            features = [
                min(max(one.logit or 0.0, -MAX_LOGIT), MAX_LOGIT),
                max(one.score - best.score, -MAX_GAP),
                float(is_near(best, one)),
                float(is_near(best, one) and abs(one.sentence_id - best.sentence_id) == 1),
                float(asks_for_one_fact(query.text)),
            ]
            yield features, float(label), chance


def is_fitted(question_id: str) -> bool:
    """Whether a question belongs to the half that is fitted."""
    return int(hashlib.md5(question_id.encode()).hexdigest(), 16) % 2 == 0


def fold(text: str) -> str:
    """A text's words in small letters."""
    return re.sub(r"\W+", " ", text).strip().lower()


def main() -> int:
    """Fit, and print the weights and how well they tell marked sentences on the other half."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--work", type=Path, default=ROOT.parent / "excerpts")
    given = parser.parse_args()
    sets = Sets(given.data, given.work)
    halves = {name: sets.rows(name) for name in WEIGHTS}
    features = np.array([row[0] for fit, _ in halves.values() for row in fit])
    labels = np.array([row[1] for fit, _ in halves.values() for row in fit])
    weights = np.concatenate(
        [np.full(len(fit), WEIGHTS[name] / len(fit)) for name, (fit, _) in halves.items()]
    )
    model = LogisticRegression(C=10, max_iter=2000)
    model.fit(features, labels, sample_weight=weights * len(weights) / weights.sum())
    print("constant", round(float(model.intercept_[0]), 2))
    print(*(f"{n} {w:.2f}" for n, w in zip(NAMES, model.coef_[0], strict=True)), sep=", ")
    print(f"now: {MODEL}")
    for name, (_, judge) in halves.items():
        marked = [row[1] for row in judge]
        fitted = model.predict_proba(np.array([row[0] for row in judge]))[:, 1]
        now = roc_auc_score(marked, [row[2] for row in judge])
        print(f"{name}: area under the curve {roc_auc_score(marked, fitted):.3f}, now {now:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
