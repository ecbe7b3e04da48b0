import threading

import numpy as np
import onnxruntime
import pytest

from qa_bot.config import Settings
from qa_bot.errors import ModelError
from qa_bot.models import windows
from qa_bot.models.cores import usable_cores
from qa_bot.models.onnx_reader import OnnxReader
from qa_bot.models.opening import open_reader
from qa_bot.models.reader import ReaderInput
from qa_bot.models.windows import (
    NEVER,
    Window,
    cut_windows,
    find_answer,
    join_windows,
    log_odds,
    token_range,
)

PLACES = [(4 * i, 4 * i + 3) for i in range(8)]


def test_a_span_takes_the_word_pieces_that_touch_it():
    offsets = [(0, 3), (3, 5), (6, 9), (9, 10)]
    assert token_range(offsets, (0, 5)) == (0, 2)
    assert token_range(offsets, (6, 10)) == (2, 4)
    assert token_range(offsets, (4, 7)) == (1, 3)


def test_a_span_without_word_pieces_is_empty():
    assert token_range([(0, 3), (6, 9)], (3, 6)) == (0, 0)
    assert token_range([], (0, 6)) == (0, 0)


def test_a_passage_within_the_limit_is_one_window():
    assert cut_windows([(0, 4), (4, 10)], 10, 10) == [(0, 10)]


def test_a_passage_without_word_pieces_has_no_window():
    assert cut_windows([], 0, 10) == []


def test_windows_are_cut_between_sentences_and_of_about_even_size():
    # 24 pieces in windows of at most 10: three of about 8, so 7 and 16 are the nearest borders
    sentences = [(0, 3), (3, 7), (7, 9), (9, 16), (16, 20), (20, 24)]
    assert cut_windows(sentences, 24, 10) == [(0, 7), (7, 16), (16, 24)]


def test_only_a_sentence_longer_than_a_window_is_cut_inside():
    assert cut_windows([(0, 2), (2, 27)], 27, 10) == [(0, 2), (2, 12), (12, 22), (22, 27)]


@pytest.mark.parametrize("count", [1, 10, 11, 57, 200])
def test_windows_hold_every_word_piece_once(count):
    sentences = [(first, min(first + 7, count)) for first in range(0, count, 7)]
    windows = cut_windows(sentences, count, 10)
    assert [piece for start, end in windows for piece in range(start, end)] == list(range(count))
    assert all(0 < end - start <= 10 for start, end in windows)


def test_log_odds_sum_the_pieces_chances_against_the_null():
    # start: ln(e^1 + e^1) - 0 = 1 + ln 2; end: ln(e^3 + e^3) - 1 = 2 + ln 2; their mean 1.5 + ln 2
    logits = np.array([[1, 3], [1, 3]], np.float32)
    null = np.array([0, 1], np.float32)
    assert log_odds(logits, null) == pytest.approx(1.5 + np.log(2))


def test_sentences_take_their_own_pieces_past_question_and_title():
    # the window reads pieces 2:6 of its passage after 3 others, so piece 2 has logit row 3
    logits = np.zeros((8, 2), np.float32)
    logits[5] = 4.0
    reading = join_windows([(Window((), 3, 2, 6), logits)], [(2, 4), (4, 6)], PLACES)
    assert reading.sentences == pytest.approx([np.log(2), np.log(np.exp(4) + 1)], rel=1e-5)
    assert reading.passage == pytest.approx(np.log(np.exp(4) + 3), rel=1e-5)


def test_a_sentence_in_two_windows_counts_where_it_is_best():
    low, high = np.zeros((6, 2), np.float32), np.full((6, 2), 2.0, np.float32)
    high[0] = 0.0
    read = [(Window((), 1, 0, 4), low), (Window((), 1, 4, 8), high)]
    reading = join_windows(read, [(0, 2), (2, 6)], PLACES)
    assert reading.sentences == pytest.approx([np.log(2), 2 + np.log(2)])


def test_the_words_that_answer_are_placed_in_the_passage():
    # piece 4, of the second sentence, starts and ends the answer; its logit row is 4 - 2 + 3
    logits = np.zeros((8, 2), np.float32)
    logits[5] = 9.0
    reading = join_windows([(Window((), 3, 2, 6), logits)], [(2, 4), (4, 6)], PLACES)
    assert [reading.highlights[place] for place in (0, 1)] == [None, (16, 19)]


def test_words_that_answer_are_looked_for_in_the_sentences_that_are_asked_for(monkeypatch):
    looked = []
    monkeypatch.setattr(windows, "find_answer", lambda logits: looked.append(len(logits)))
    read = [(Window((), 3, 2, 6), np.zeros((9, 2), np.float32))]
    reading = join_windows(read, [(2, 3), (3, 6)], PLACES)
    assert looked == []
    assert reading.highlights[1] is None
    assert looked == [3]


def test_an_answer_runs_from_where_it_starts_to_where_it_ends():
    logits = np.zeros((9, 2), np.float32)
    logits[2, 0] = logits[4, 1] = 9.0
    assert find_answer(logits) == (2, 5)
    logits[4, 1], logits[1, 1] = 0.0, 9.0  # it would end before it starts
    assert find_answer(logits) is None
    assert find_answer(np.zeros((40, 2), np.float32)) is None
    far = np.zeros((60, 2), np.float32)
    far[2, 0] = far[58, 1] = 9.0
    assert find_answer(far) is None, "half a passage is no answer"


def test_what_has_no_word_piece_never_answers():
    reading = join_windows([], [(0, 0)], [])
    assert reading.sentences.tolist() == [NEVER]
    assert reading.passage == NEVER


def test_no_sentences_is_an_empty_reading():
    assert join_windows(
        [(Window((), 1, 0, 4), np.zeros((6, 2), np.float32))], [], PLACES
    ).sentences.shape == (0,)


def test_files_that_are_not_the_expected_bytes_are_refused(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json is not the expected bytes"):
        OnnxReader.packaged(tmp_path).read("Who?", [])


def test_missing_files_are_named(tmp_path):
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing.*QA_BOT_READER=off"):
        OnnxReader.packaged(tmp_path).read("Who?", [])


def test_off_is_no_reader():
    assert open_reader(Settings(reader="off")) is None


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ModelError, match="there is no reader in"):
        open_reader(Settings(reader=str(tmp_path / "nowhere")))


def test_questions_are_read_by_the_same_threads(monkeypatch):
    reader = OnnxReader.packaged()
    run, seen = reader._graph.run, set()

    def spy(ids, second):
        seen.add(threading.current_thread())
        return run(ids, second)

    monkeypatch.setattr(reader._graph, "run", spy)
    passages = [ReaderInput(f"The town has {n} roads.", ((0, 21),)) for n in range(3)]
    for number in range(2 * usable_cores() + 2):
        reader.read(f"How many roads has town {number}?", passages)
    assert len(seen) <= usable_cores()


def test_what_was_read_before_needs_no_thread():
    reader = OnnxReader.packaged()
    passages = [ReaderInput(f"The town has {n} roads.", ((0, 21),)) for n in range(3)]
    read = reader.read("How many roads are there?", passages)
    reader._pool.shutdown()
    assert reader.read("How many roads are there?", passages[1:]) == read[1:]


def test_a_passage_that_could_not_be_read_is_read_anew(monkeypatch):
    reader = OnnxReader.packaged()
    passages = [ReaderInput("The town has two roads.", ((0, 23),))]
    with monkeypatch.context() as broken:
        broken.setattr(reader._graph, "run", lambda ids, second: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reader.read("How many roads are there?", passages)
    assert len(reader.read("How many roads are there?", passages)) == 1


def test_a_session_is_opened_from_the_file_as_it_keeps_bytes_that_it_is_given(monkeypatch):
    given = []
    session = onnxruntime.InferenceSession

    def spy(graph, *more, **named):
        given.append(graph)
        return session(graph, *more, **named)

    monkeypatch.setattr(onnxruntime, "InferenceSession", spy)
    OnnxReader.packaged()._graph.load()
    assert [type(graph) for graph in given] == [str]
