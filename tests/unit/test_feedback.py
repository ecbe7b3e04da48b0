import json

import pytest

from qa_bot.answering.calibration import (
    CALIBRATION,
    FEEDBACK,
    calibrate,
    fit_shift,
    keep_feedback,
    log_odds,
    read_feedback,
    read_shift,
    shift_confidence,
)
from qa_bot.errors import NotAnIndexError, QABotError
from qa_bot.index.folder import current_generation
from qa_bot.types import Answer


def answer(confidence, answered=True):
    return Answer("Who?", "Who?", "text", answered=answered, confidence=confidence)


def test_a_thumb_is_kept_and_read_back(tmp_path):
    keep_feedback(tmp_path, answer(0.7), True, 0.25, "right page")
    (kept,) = read_feedback(tmp_path)
    assert (kept.question, kept.confidence, kept.shift, kept.reason) == (
        "Who?",
        0.7,
        0.25,
        "right page",
    )
    assert kept.answerable


def test_the_first_thumb_makes_the_folder_an_index_may_be_built_in_later(tmp_path):
    keep_feedback(tmp_path / "index", answer(0.7), True, 0.0)
    assert current_generation(tmp_path / "index") is None
    assert len(read_feedback(tmp_path / "index")) == 1


def test_a_folder_with_something_else_gets_no_thumb(tmp_path):
    (tmp_path / "letters.txt").write_text("Dear Ada")
    with pytest.raises(NotAnIndexError):
        keep_feedback(tmp_path, answer(0.7), True, 0.0)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("text", ["one\u2028two", "one\x85two", "half a pair \ud83d"])
def test_what_was_typed_is_kept_whatever_it_is(tmp_path, text):
    keep_feedback(tmp_path, Answer(text, text, "text", confidence=0.5), True, 0.0, text)
    (kept,) = read_feedback(tmp_path)
    assert (kept.question, kept.reason) == (text, text)


@pytest.mark.parametrize(
    ("answered", "helpful", "answerable"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, True)],
)
def test_a_thumb_says_whether_the_documents_answer(tmp_path, answered, helpful, answerable):
    keep_feedback(tmp_path, answer(0.5, answered), helpful, 0.0)
    assert read_feedback(tmp_path)[0].answerable is answerable


def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path):
    keep_feedback(tmp_path, answer(0.7), True, 0.0)
    with (tmp_path / FEEDBACK).open("a") as file:
        file.write('{"time": "20')
    assert len(read_feedback(tmp_path)) == 1


def test_the_shift_maximises_the_posterior(tmp_path):
    # ten wrong answers at 0.5: the slope sum(0 - p) - b is 0 at b = -10 p, p = 1 / (1 + e^-b)
    for _ in range(10):
        keep_feedback(tmp_path, answer(0.5), False, 0.0)
    shift = fit_shift(read_feedback(tmp_path))
    assert shift == pytest.approx(-10 * shift_confidence(0.5, shift), abs=1e-6)
    assert shift < -1


def test_a_shift_that_was_in_the_confidence_is_taken_out_first(tmp_path):
    keep_feedback(tmp_path, answer(shift_confidence(0.5, 2.0)), True, 2.0)
    plain = tmp_path / "plain"
    plain.mkdir()
    keep_feedback(plain, answer(0.5), True, 0.0)
    assert fit_shift(read_feedback(tmp_path)) == pytest.approx(fit_shift(read_feedback(plain)))


def test_calibrating_shows_before_and_after_and_is_used_from_then_on(tmp_path):
    for _ in range(8):
        keep_feedback(tmp_path, answer(0.6), False, 0.0)
    done = calibrate(tmp_path, least=0.5)
    assert (done.thumbs, done.right_before, done.right_after) == (8, 0, 8)
    assert "agreed with 0 before and agree with 8 now" in str(done)
    assert read_shift(tmp_path) == pytest.approx(done.shift)


def test_calibrating_without_thumbs_says_where_to_give_them(tmp_path):
    with pytest.raises(QABotError, match="thumbs in qa-bot serve"):
        calibrate(tmp_path, least=0.5)


def test_a_damaged_calibration_is_no_calibration(tmp_path):
    (tmp_path / CALIBRATION).write_text(json.dumps({"other": 1}))
    assert read_shift(tmp_path) == 0.0


def test_no_evidence_stays_no_confidence():
    assert shift_confidence(0.0, 3.0) == 0.0
    assert log_odds(shift_confidence(0.5, 1.5)) == pytest.approx(1.5)
