from __future__ import annotations

import math
import random

import pytest
import pytrec_eval

from qa_bot.evaluation.dataset import Question
from qa_bot.evaluation.metrics import hit_first, is_right, ndcg, recall, reciprocal_rank
from qa_bot.types import Citation


def made_up_runs(count=60):
    """Random rankings of 40 documents, each judged 0 to 3 with probability one in four."""
    draw = random.Random(7)
    ids = [f"d{number}" for number in range(40)]
    for _ in range(count):
        grades = {i: draw.randint(1, 3) for i in ids if draw.random() < 0.25}
        yield draw.sample(ids, draw.randint(0, 40)), grades or {"d0": 1}


def reference(ids, judged, measure):
    """What trec_eval says of a ranking; its scores fall with the rank."""
    evaluator = pytrec_eval.RelevanceEvaluator({"q": judged}, {measure})
    ranked = {i: float(len(ids) - rank) for rank, i in enumerate(ids)} or {"nothing": 0.0}
    return next(iter(evaluator.evaluate({"q": ranked})["q"].values()))


def test_ndcg_is_trec_evals_when_that_is_given_our_gains():
    # trec_eval's gain is the grade itself, so it is handed 2^grade - 1 as the grade.
    for ids, grades in made_up_runs():
        gains = {i: 2**grade - 1 for i, grade in grades.items()}
        expected = reference(ids, gains, "ndcg_cut.10")
        assert ndcg(ids, grades) == pytest.approx(expected, abs=1e-6)


def test_ndcg_with_binary_grades_is_trec_evals_as_it_is():
    for ids, grades in made_up_runs():
        binary = dict.fromkeys(grades, 1)
        expected = reference(ids, binary, "ndcg_cut.10")
        assert ndcg(ids, binary) == pytest.approx(expected, abs=1e-6)


def test_reciprocal_rank_is_trec_evals_over_the_first_ten():
    for ids, grades in made_up_runs():
        expected = reference(ids[:10], grades, "recip_rank")
        assert reciprocal_rank(ids, grades) == pytest.approx(expected, abs=1e-6)


def test_hit_first_is_trec_evals_success_at_1():
    for ids, grades in made_up_runs():
        assert hit_first(ids, grades) == reference(ids, grades, "success.1")


def test_recall_is_trec_evals_but_for_its_denominator():
    # trec_eval divides by all relevant documents, we by those that five places can hold.
    for ids, grades in made_up_runs():
        expected = reference(ids, grades, "recall.5") * len(grades) / min(5, len(grades))
        assert recall(ids, grades) == pytest.approx(expected, abs=1e-6)


def test_ndcg_worked_out():
    # Found: grade 2 at rank 2, so 3 / log2(3); ideal: grade 2 then 1, so 3 + 1 / log2(3).
    expected = (3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg(["x", "a"], {"a": 2, "b": 1}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("quote", "gold", "right"),
    [
        ("The sky is\n blue today.", "sky IS blue", True),
        ("It is blue.", "Today it is blue. So they say.", False),  # held, but only three words
        ("It is blue now.", "Today it is blue now. So they say.", True),
        ("The sky is green.", "blue", False),
    ],
)
def test_an_excerpt_is_right_when_it_holds_an_answer_or_is_held_by_one(quote, gold, right):
    question = Question("q", "?", True, gold=("never", gold))
    assert is_right(cited(quote), question) is right


def test_an_excerpt_from_a_document_that_is_not_relevant_is_wrong():
    question = Question("q", "?", True, gold=("blue",), relevant=(("other", 1),))
    assert not is_right(cited("It is blue."), question)


def test_without_annotated_text_the_document_decides():
    assert is_right(cited("Anything."), Question("q", "?", relevant=(("doc", 1),)))
    assert not is_right(cited("Anything."), Question("q", "?", relevant=(("other", 1),)))


def cited(quote):
    return Citation(1, "doc", "Doc", "corpus.jsonl", "", None, 0, len(quote), quote)
