"""Golden questions decide whether a new generation becomes the live one."""

from __future__ import annotations

import json

import pytest

from qa_bot import QABot, build_index
from qa_bot.building.builder import BuildOptions
from qa_bot.errors import CorpusError, GoldenError
from qa_bot.index.generations import find_generations
from qa_bot.index.own_folder import current_generation
from tests.fakes import FakeEncoder


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sky.txt").write_text("The sky over Lisbon is blue. The river is wide.\n")
    (folder / "sea.md").write_text("# The Sea\n\nThe sea near Porto is green.\n")
    build_index(folder, tmp_path / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def index(corpus):
    return corpus.parent / "index"


def sources(index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        return [document.source for document in bot.documents()]


def write_golden(corpus, *questions):
    lines = [json.dumps(question) for question in questions]
    (corpus / "golden.jsonl").write_text("\n".join(lines) + "\n")


GOLDEN_SKY = {"question": "What colour is the sky over Lisbon?", "answer": "is  BLUE"}
GOLDEN_NONE = {"question": "Who won the football match yesterday?", "answered": False}


def test_golden_questions_are_not_a_document_and_are_counted(index, corpus):
    write_golden(corpus, GOLDEN_SKY | {"document": "sky.txt"}, GOLDEN_NONE)
    assert not build_index(corpus, index, encoder=FakeEncoder()).changed
    report = build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    assert report.golden == (2, 2)
    assert "Golden questions: 2 of 2 pass." in str(report)
    assert sources(index) == ["sea.md", "sky.txt"]


def test_a_generation_that_passes_fewer_golden_questions_does_not_become_live(index, corpus):
    write_golden(corpus, GOLDEN_SKY, GOLDEN_NONE)
    (corpus / "sky.txt").write_text("Nothing of interest.")
    before = current_generation(index)
    with pytest.raises(GoldenError, match=r"passes 1 .* one 2.*What colour is the sky.*--force"):
        build_index(corpus, index, encoder=FakeEncoder())
    assert current_generation(index) == before
    assert [folder.name for folder in find_generations(index)] == [before]
    report = build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(force=True))
    assert report.golden == (1, 2)
    assert current_generation(index) == report.generation != before


def test_the_document_of_a_golden_answer_counts(index, corpus):
    write_golden(corpus, GOLDEN_SKY | {"document": "sea.md"})
    report = build_index(corpus, index, encoder=FakeEncoder(), options=BuildOptions(fresh=True))
    assert report.golden == (0, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "line 2"), ('{"question": ""}', "question"), ('{"question": "x", "ask": 1}', "ask")],
)
def test_a_bad_line_of_golden_questions_is_named(index, corpus, line, said):
    (corpus / "golden.jsonl").write_text(f"{json.dumps(GOLDEN_SKY)}\n{line}\n")
    (corpus / "new.txt").write_text("New.")
    with pytest.raises(CorpusError, match=said):
        build_index(corpus, index, encoder=FakeEncoder())
