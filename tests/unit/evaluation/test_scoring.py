"""The figures of a small run, each worked out by hand."""

from __future__ import annotations

import json
import math

import pytest

from qa_bot.evaluation.dataset import load_dataset
from qa_bot.evaluation.running import Record, Run, rank_documents
from qa_bot.evaluation.scoring import score_run
from qa_bot.reading.report import BuildReport
from qa_bot.types import Citation, Hit, Passage
from tests.unit.evaluation.datasets import write_dataset


def citation(doc_id, quote, number=1):
    return Citation(number, doc_id, "", "corpus.jsonl", "", None, 0, len(quote), quote)


RECORDS = (
    # q1 wants "blue" from sky#0, which comes second; its second excerpt holds it.
    Record(
        "q1",
        (("hill#0", 0.9), ("sky#0", 0.5)),
        (citation("hill#0", "Goats climb."), citation("sky#0", "The sky over Lisbon is blue.", 2)),
        0.9,
        True,
        "What colour is the sky?",
        10.0,
    ),
    # q2 wants sea#1 (grade 2) and sea#0 (grade 1); the bot declines with the right excerpt nearest.
    Record(
        "q2",
        (("sea#1", 1.0), ("hill#0", 0.4), ("sea#0", 0.2)),
        (citation("sea#1", "Whales swim in the sea."),),
        0.4,
        False,
        "What swims in the sea?",
        30.0,
    ),
    # q3 has no answer, and the bot answers.
    Record("q3", (("sky#0", 0.3),), (citation("sky#0", "It is wide."),), 0.6, True, "Who?", 20.0),
)


@pytest.fixture
def run(tmp_path):
    dataset = load_dataset(write_dataset(tmp_path / "tiny"))
    return Run(dataset, BuildReport("g", 4, 4, 8, seconds=2.0), RECORDS, "model", 100.0)


def values(scores):
    return {name: found.value for name, found in scores.estimates.items()}


def test_every_figure_worked_out(run):
    discount = 1 / math.log2(3)  # of the second rank; the fourth's would be 1 / log2(4) = 1 / 2
    q1, q2 = discount / 1, (3 + 1 / 2) / (3 + discount)
    assert values(score_run(run)) == pytest.approx(
        {
            "ndcg10": (q1 + q2) / 2,
            "recall5": 1.0,  # q1 has 1 of 1, q2 2 of 2
            "hit1": 1 / 2,
            "mrr10": (1 / 2 + 1) / 2,
            "ev1": 1 / 2,
            "ev3": 1.0,
            "words1": (2 + 5) / 2,
            "answered": 1 / 2,
            "refused": 0.0,
            "auroc": 1 / 2,  # 0.9 beats 0.6, 0.4 doesn't
        }
    )


def test_refusal_worked_out(run):
    refusal = score_run(run).refusal
    # In order of confidence: q1 right, q3 wrong, q2 right.
    assert [risk for _, risk in refusal.curve] == pytest.approx([0, 1 / 2, 1 / 3])
    assert refusal.aurc.value == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    # Three bins with one question each: off by 1 - 0.9, 1 - 0.4 and 0.6 - 0.
    assert refusal.ece.value == pytest.approx((0.1 + 0.6 + 0.6) / 3)


def test_cost(run):
    cost = score_run(run).cost
    assert (cost.build_seconds, cost.documents_per_second, cost.p50_ms) == (2.0, 2.0, 20.0)
    assert cost.p95_ms == pytest.approx(29.0)  # 1.9 steps of the way from 10 to 30


def test_the_intervals_hold_their_values(run):
    for found in score_run(run).estimates.values():
        assert found.low <= found.value <= found.high


def test_a_run_that_was_stopped_says_so(run, tmp_path):
    stopped = Run(run.dataset, run.build, RECORDS[:1], "model", None)
    scores = score_run(stopped)
    assert (scores.partial, scores.asked) == (True, 1)
    assert "auroc" not in scores.estimates
    assert not score_run(run).partial


def test_the_scores_are_json_without_nan(run):
    text = json.dumps(score_run(run).to_dict(), allow_nan=False)
    assert json.loads(text)["questions"]["q2"]["metrics"]["ev1"] == 1.0


def test_a_record_is_one_line_of_ascii():
    record = Record(
        "q", (("d", 0.5),), (citation("d", "Ein\u2028Satz."),), 0.25, False, "Wie?", 1.5
    )
    line = record.to_json()
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {
        "id": "q",
        "documents": [{"doc_id": "d", "score": 0.5}],
        "citations": [{"doc_id": "d", "start": 0, "end": 9, "quote": "Ein\u2028Satz."}],
        "confidence": 0.25,
        "answered": False,
        "asked_as": "Wie?",
        "ms": 1.5,
    }


def test_a_document_ranks_by_its_best_passage():
    hits = [
        Hit(Passage(number, doc_id, 0, 1), score, 0, 0)
        for number, (doc_id, score) in enumerate([("a", 0.9), ("b", 0.8), ("a", 0.7), ("c", 0.1)])
    ]
    assert rank_documents(hits) == (("a", 0.9), ("b", 0.8), ("c", 0.1))
