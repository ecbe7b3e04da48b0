from importlib.resources import files
from pathlib import Path
from shutil import copyfile

import numpy as np
import onnx
import pytest

from qa_bot.building.splitting import split_sentences
from qa_bot.config import Settings
from qa_bot.errors import ModelError
from qa_bot.models.onnx_export import optimise_graph
from qa_bot.models.onnx_reader import CHECKSUMS, PACKAGED_LAYOUT
from qa_bot.models.opening import open_reader
from qa_bot.models.pair_graph import GRAPH, NOT_FUSED, PairGraph
from qa_bot.models.reader import ReaderInput

BRIDGE = (
    "The Marrow Bridge was opened in 1921. It was designed by Juana Ortega. "
    "Its repair in 1946 was paid by the city. Two trams an hour cross it."
)
BAKERY = (
    "The bakery opens at seven on weekdays. On Sundays it stays closed. "
    "Rye bread is baked on Tuesdays. Orders for cakes are taken three days ahead."
)
LEAVE = (
    "Staff may carry five days of leave into the next year. Requests go to the team lead. "
    "Sick leave needs a doctor's note after the third day. "
    "Contractors are paid for hours worked and have no paid leave."
)
SENTENCES = (
    (BRIDGE, "Who designed the bridge?", 1),
    (BRIDGE, "When was the bridge opened?", 0),
    (BAKERY, "When does the bakery open?", 0),
    (BAKERY, "Which day is the bakery closed?", 1),
    (LEAVE, "How many days of leave can I take into next year?", 0),
    (LEAVE, "When do I need a doctor's note?", 2),
    (BRIDGE, "Who paid for the repair?", 2),
    (BAKERY, "How early must I order a cake?", 3),
)
MISSES = (
    (BRIDGE, "Who designed the bridge?", "How long is the bridge?"),
    (BRIDGE, "When was the bridge opened?", "When was the bridge painted?"),
    (BAKERY, "When does the bakery open?", "Who owns the bakery?"),
    (LEAVE, "When do I need a doctor's note?", "What is the salary of a team lead?"),
)


def as_input(text, title=""):
    spans = tuple((s.start, s.end) for s in split_sentences(text, 0, len(text)))
    return ReaderInput(text, spans, title)


@pytest.fixture(scope="module")
def reader():
    return open_reader()


@pytest.mark.parametrize(("text", "question", "answer"), SENTENCES)
def test_the_sentence_that_answers_comes_first(reader, text, question, answer):
    (reading,) = reader.read(question, [as_input(text)])
    assert reading.sentences.argmax() == answer


@pytest.mark.parametrize(("text", "answered", "missed"), MISSES)
def test_an_answered_question_beats_a_near_miss(reader, text, answered, missed):
    assert (
        reader.read(answered, [as_input(text)])[0].passage
        > reader.read(missed, [as_input(text)])[0].passage
    )


def test_the_passage_that_answers_beats_the_others(reader):
    readings = reader.read(
        "When does the bakery open?", [as_input(t) for t in (BRIDGE, BAKERY, LEAVE)]
    )
    assert max(range(3), key=lambda i: readings[i].passage) == 1


def test_together_and_alone_read_the_same(reader):
    passages = [as_input(BRIDGE, "Marrow Bridge"), as_input(BAKERY), as_input(LEAVE)]
    together = reader.read("When was the bridge opened?", passages)
    for passage, reading in zip(passages, together, strict=True):
        (alone,) = reader.read("When was the bridge opened?", [passage])
        np.testing.assert_array_equal(alone.sentences, reading.sentences)
        assert alone.passage == reading.passage


def test_readings_have_a_value_for_every_sentence(reader):
    (reading,) = reader.read("Who?", [as_input(BRIDGE)])
    assert reading.sentences.shape == (4,)
    assert reading.sentences.dtype == np.float32
    assert reading.passage >= reading.sentences.max()


def test_an_answer_past_the_limit_is_read(reader):
    filler = "The committee met again and took note of the report of its secretary. " * 60
    text = filler + "The Marrow Bridge was designed by Juana Ortega. " + filler
    passage = as_input(text)
    (reading,) = reader.read("Who designed the Marrow Bridge?", [passage])
    start, end = passage.sentences[int(reading.sentences.argmax())]
    assert "Ortega" in text[start:end]


def test_offsets_hold_past_characters_outside_the_basic_plane(reader):
    text = "🦊🦊 Füchse — naïve ﬁgures, é and 漢字. " + BRIDGE
    passage = as_input(text)
    (reading,) = reader.read("Who designed the bridge?", [passage])
    start, end = passage.sentences[int(reading.sentences.argmax())]
    assert "Ortega" in text[start:end]


def test_a_sentence_without_word_pieces_never_answers(reader):
    text = "\u200b\u200b\n\nThe Marrow Bridge was opened in 1921."
    (reading,) = reader.read("When was it opened?", [ReaderInput(text, ((0, 2), (4, len(text))))])
    assert reading.sentences.argmax() == 1
    assert np.isfinite(reading.sentences).all()


@pytest.mark.parametrize("question", ["", "   ", "?" * 2_000, "why " * 500])
def test_odd_questions_are_read(reader, question):
    (reading,) = reader.read(question, [as_input(BRIDGE)])
    assert np.isfinite(reading.sentences).all()


def test_nothing_to_read_is_no_reading(reader):
    assert reader.read("Who?", []) == []
    (reading,) = reader.read("Who?", [ReaderInput("", ())])
    assert reading.sentences.shape == (0,)


def test_a_reader_that_is_not_there_is_refused():
    with pytest.raises(ModelError, match="qa-bot models add nobody/has-this-reader"):
        open_reader(Settings(reader="nobody/has-this-reader"))


def test_a_graph_that_is_optimised_beforehand_gives_the_same_logits(tmp_path):
    shipped = Path(str(files("qa_bot.data"))) / "reader"
    for name in CHECKSUMS:
        copyfile(shipped / name, tmp_path / name)
    optimise_graph(tmp_path / GRAPH, left_out=NOT_FUSED)
    before, after = (PairGraph(folder, PACKAGED_LAYOUT, {}, "") for folder in (shipped, tmp_path))
    ids = [101, *after.encode("When was it opened?").ids, 102, *after.encode(BRIDGE).ids, 102]
    assert np.array_equal(before.run(ids, 7), after.run(ids, 7))
    fused = {node.op_type for node in onnx.load(tmp_path / GRAPH).graph.node}
    assert "DynamicQuantizeMatMul" in fused
    assert "SkipLayerNormalization" not in fused
