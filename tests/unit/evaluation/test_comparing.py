from __future__ import annotations

import pytest

from qa_bot.errors import DatasetError
from qa_bot.evaluation.comparing import Result, compare_results, difference_rows, load_result


def result(name, hits, confidences=None, answerable=None):
    questions = {
        f"q{number}": {
            "metrics": {"hit1": float(hit)},
            "confidence": confidences[number] if confidences else 0.5,
            "answerable": answerable[number] if answerable else None,
        }
        for number, hit in enumerate(hits)
    }
    return Result.model_validate({"dataset": name, "questions": questions})


def test_a_difference_is_paired():
    # Values swing between 0 and 1 in both, and one question in ten is mended in the second. The
    # difference is 0.1; paired, its standard error is sqrt(0.1 * 0.9 / 100) = 0.03, so 0 is out.
    # Taken apart, each mean's error is about 0.05 and the difference's 0.07: 0 would be in.
    first = [number % 2 for number in range(100)]
    second = [int(number % 2 or number % 10 == 0) for number in range(100)]
    (found,) = compare_results(result("x", first), result("x", second))
    assert (found.metric, found.first, found.second) == ("hit1", 0.5, 0.6)
    assert found.change.value == pytest.approx(0.1)
    assert found.change.low == pytest.approx(0.1 - 1.96 * 0.03, abs=0.012)
    assert found.is_significant


def test_a_result_does_not_differ_from_itself():
    (found,) = compare_results(result("x", [1, 0, 1]), result("x", [1, 0, 1]))
    assert (found.change.low, found.change.value, found.change.high) == (0, 0, 0)
    assert not found.is_significant


def test_only_common_questions_count():
    (found,) = compare_results(result("x", [1, 0]), result("x", [1, 1, 0, 0]))
    assert (found.first, found.second, found.change.count) == (0.5, 1.0, 2)


def test_the_confidence_is_compared_too():
    labels = [True, True, False, False] * 10
    told, untold = [0.9, 0.8, 0.2, 0.1] * 10, [0.5] * 40
    found = compare_results(
        result("x", [1] * 40, untold, labels), result("x", [1] * 40, told, labels)
    )
    assert [d.metric for d in found] == ["hit1", "auroc"]
    assert (found[1].first, found[1].second) == (0.5, 1.0)
    assert found[1].is_significant


def test_rows_say_what_differs():
    rows = difference_rows(compare_results(result("x", [0] * 9), result("x", [1] * 9)))
    assert rows[1] == ("Hit@1", "0.0000", "1.0000", "+1.0000", "+1.0000 to +1.0000", "9", "yes")


def test_results_without_a_common_question_are_refused():
    empty = Result(dataset="y", questions={})
    with pytest.raises(DatasetError, match="of x and y, have no question in common; compare"):
        compare_results(result("x", [1]), empty)


def test_a_file_that_is_missing_or_not_a_result_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"a\.json can't be read .*check the name"):
        load_result(tmp_path / "a.json")
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(DatasetError, match=r"a\.json is not a result; write one with: qa-bot eval"):
        load_result(tmp_path / "a.json")
