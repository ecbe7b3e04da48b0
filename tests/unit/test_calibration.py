import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.calibration import (
    CALIBRATION,
    FEEDBACK,
    Feedback,
    calibrate,
    fit_offset,
    keep_feedback,
    log_odds,
    offset_confidence,
    read_feedback,
    read_offset,
)
from qa_bot.errors import NotAnIndexError, QABotError
from qa_bot.index.own_folder import current_generation
from qa_bot.types import Answer


def answer(confidence, answered=True):
    return Answer("Who?", "Who?", "text", answered=answered, confidence=confidence)


def test_a_thumb_is_kept_and_read_back(tmp_path):
    keep_feedback(tmp_path, answer(0.7), True, 0.25, "right page")
    (kept,) = read_feedback(tmp_path)
    assert (kept.question, kept.confidence, kept.offset, kept.reason) == (
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


def test_the_offset_maximises_the_posterior(tmp_path):
    # ten wrong answers at 0.5: the slope sum(0 - p) - 9 b is 0 at 9 b = -10 p, p = 1 / (1 + e^-b)
    for _ in range(10):
        keep_feedback(tmp_path, answer(0.5), False, 0.0)
    offset = fit_offset(read_feedback(tmp_path))
    assert offset == pytest.approx(-10 / 9 * offset_confidence(0.5, offset), abs=1e-6)


def thumbs(count, confidence, answered=False, helpful=False):
    kept = Feedback("", "Who?", "Who?", answered, confidence, 0.0, helpful)
    return [kept] * count


def test_the_offset_grows_with_every_equal_thumb_and_never_jumps():
    # each thumb says that a refusal at 0.01 was wrong; the furthest it may go is +4.6 and a little
    offsets = [fit_offset(thumbs(count, 0.01)) for count in range(1, 200)]
    assert all(later > earlier for earlier, later in pairwise(offsets))
    assert max(later - earlier for earlier, later in pairwise(offsets)) < 0.12
    assert offsets[99] > 4


def test_a_few_thumbs_do_not_outweigh_the_fit():
    # five wrong refusals at 0.01 leave a threshold of 0.1 far away; a hundred reach it
    assert offset_confidence(0.01, fit_offset(thumbs(5, 0.01))) < 0.02
    assert offset_confidence(0.01, fit_offset(thumbs(100, 0.01))) > 0.4


def test_equal_thumbs_on_both_sides_cancel_out():
    both = [*thumbs(50, 0.9, answered=True), *thumbs(50, 0.1)]
    assert fit_offset(both) == pytest.approx(0.0, abs=1e-6)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans(), st.floats(-5, 5)), max_size=9)
)
def test_the_offset_is_finite_and_bounded_by_the_number_of_thumbs(rows):
    feedback = [Feedback("", "", "", a, c, offset, h) for c, a, h, offset in rows]
    assert abs(fit_offset(feedback)) <= len(feedback) / 9 + 1e-6


def test_an_offset_that_was_in_the_confidence_is_taken_out_first(tmp_path):
    keep_feedback(tmp_path, answer(offset_confidence(0.5, 2.0)), True, 2.0)
    plain = tmp_path / "plain"
    plain.mkdir()
    keep_feedback(plain, answer(0.5), True, 0.0)
    assert fit_offset(read_feedback(tmp_path)) == pytest.approx(fit_offset(read_feedback(plain)))


def test_calibrating_shows_before_and_after_and_is_used_from_then_on(tmp_path):
    for _ in range(8):
        keep_feedback(tmp_path, answer(0.6), False, 0.0)
    done = calibrate(tmp_path, least=0.5)
    assert (done.thumbs, done.right_before, done.right_after) == (8, 0, 8)
    assert "agreed with 0 before and agree with 8 now" in str(done)
    (band,) = done.bands
    assert (band.low, band.high, band.thumbs, band.answerable) == (0.6, 0.8, 8, 0.0)
    assert band.before == pytest.approx(0.6)
    assert band.after == pytest.approx(offset_confidence(0.6, done.offset))
    assert read_offset(tmp_path) == pytest.approx(done.offset)


def test_calibrating_without_thumbs_says_where_to_give_them(tmp_path):
    with pytest.raises(QABotError, match="thumbs in qa-bot serve"):
        calibrate(tmp_path, least=0.5)


def test_a_damaged_calibration_is_no_calibration(tmp_path):
    (tmp_path / CALIBRATION).write_text(json.dumps({"other": 1}))
    assert read_offset(tmp_path) == 0.0


def test_files_of_version_0_1_are_still_read(tmp_path):
    (tmp_path / CALIBRATION).write_text(json.dumps({"shift": 0.5, "thumbs": 1}))
    old = {"time": "", "question": "Who?", "asked_as": "Who?", "answered": True}
    line = json.dumps(old | {"confidence": 0.7, "shift": 0.25, "helpful": True})
    (tmp_path / FEEDBACK).write_text(line + "\n")
    assert read_offset(tmp_path) == 0.5
    assert [kept.offset for kept in read_feedback(tmp_path)] == [0.25]


@pytest.mark.parametrize("line", ["[]", "3", '{"confidence": "high"}', '{"time": ""}'])
def test_a_line_that_is_no_thumb_is_left_out(tmp_path, line):
    (tmp_path / FEEDBACK).write_text(line + "\n")
    assert read_feedback(tmp_path) == []


def test_no_evidence_stays_no_confidence():
    assert offset_confidence(0.0, 3.0) == 0.0
    assert log_odds(offset_confidence(0.5, 1.5)) == pytest.approx(1.5)
