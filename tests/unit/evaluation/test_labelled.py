"""Labelled questions asked of an index, and the bound that is kept with it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from qa_bot import QABot, build_index
from qa_bot.answering.risk_bound import BOUND, read_bound
from qa_bot.cli.app import app
from qa_bot.config import Settings
from qa_bot.errors import DatasetError
from qa_bot.evaluation.labelled import ask_labelled, bound_risk
from tests.fakes import FakeEncoder
from tests.unit.evaluation.datasets import write_rows

TOWNS = 70
OFF = Settings(reader="off")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("towns")
    (folder / "corpus").mkdir()
    for number in range(TOWNS):
        text = f"The harbour of town{number} was paid for by guild{number}."
        (folder / "corpus" / f"town{number}.txt").write_text(text)
    build_index(folder / "corpus", folder / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture
def index(built, monkeypatch):
    monkeypatch.setenv("QA_BOT_READER", "off")
    for module in ("answering.bot", "evaluation.labelled"):
        monkeypatch.setattr(f"qa_bot.{module}.open_encoder", lambda *_: FakeEncoder())
    monkeypatch.setattr("qa_bot.index.checking.open_encoder_of", lambda *_: FakeEncoder())
    yield built / "index"
    (built / "index" / BOUND).unlink(missing_ok=True)


def write_questions(folder, towns=TOWNS, unanswerable=30, answer="guild{}"):
    """Questions that the towns answer, and others on nothing that is there."""
    folder.mkdir()
    rows = [
        {
            "id": f"q{number}",
            "text": f"Who paid for the harbour of town{number}?",
            "answers": [answer.format(number)],
        }
        for number in range(towns)
    ]
    rows += [
        {"id": f"u{number}", "text": f"How tall is the ash of farm{number}?", "answerable": False}
        for number in range(unanswerable)
    ]
    write_rows(folder / "queries.jsonl", rows)
    return folder


def test_a_bound_is_kept_and_holds_to_what_was_asked(index, tmp_path):
    questions = write_questions(tmp_path / "questions")
    run = ask_labelled(questions, index)
    found, bound = bound_risk(run, index, 10, 0.95)
    assert found.outcome == "kept"
    assert (bound.questions, bound.without_answer) == (TOWNS + 30, 30)
    assert read_bound(index) == bound
    with QABot.open(index, settings=OFF) as bot:
        answered = [bot.answer(row).answered for row in ask_all(questions)]
    assert sum(answered) == bound.answers
    asked = [one.confidence >= bound.least for one in run.asked]
    assert answered == asked
    assert sum(not one.right for one in run.asked if one.confidence >= bound.least) == bound.wrong


def ask_all(folder):
    lines = (folder / "queries.jsonl").read_text().splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_a_strictness_that_is_set_wins_over_the_bound(index, tmp_path):
    bound_risk(ask_labelled(write_questions(tmp_path / "questions"), index), index, 10, 0.95)
    kept = read_bound(index)
    (index / BOUND).write_text(kept.model_copy(update={"least": 1.0}).model_dump_json())
    question = "Who paid for the harbour of town3?"
    with QABot.open(index, settings=OFF) as bot:
        assert not bot.answer(question).answered
    with QABot.open(index, settings=Settings(reader="off", strictness=2)) as bot:
        assert bot.answer(question).answered


def test_a_bound_of_another_reader_does_not_count(index, tmp_path, caplog):
    bound_risk(ask_labelled(write_questions(tmp_path / "questions"), index), index, 10, 0.95)
    kept = read_bound(index)
    (index / BOUND).write_text(kept.model_copy(update={"least": 1.0}).model_dump_json())
    with QABot.open(index, settings=Settings(reader="packaged")) as bot:
        assert bot.answer("Who paid for the harbour of town3?").answered
    assert "does not count; find it again with qa-bot calibrate" in caplog.text


def test_a_damaged_bound_is_none(index, caplog):
    (index / BOUND).write_text('{"least": 7}')
    assert read_bound(index) is None
    assert BOUND in caplog.text


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)])


def test_the_command_says_what_it_kept_and_check_repeats_it(index, tmp_path):
    done = run("calibrate", write_questions(tmp_path / "questions"), "--index", index)
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert "100 questions, 30 of them without an answer" in told
    assert "of what is answered at most 1 in 10 is wrong, 95% sure: from confidence" in told
    checked = " ".join(run("check", "--index", index).output.split())
    assert str(read_bound(index)) in checked
    assert "built again since" not in checked
    stale = read_bound(index).model_copy(update={"generation": "000000-0"})
    (index / BOUND).write_text(stale.model_dump_json())
    assert "built again since" in " ".join(run("check", "--index", index).output.split())


def test_too_few_questions_change_nothing(index, tmp_path):
    done = run("calibrate", write_questions(tmp_path / "few", towns=9), "--index", index)
    assert done.exit_code == 1
    assert "Too few questions to promise that at most 1 answer in 10 is wrong" in (
        " ".join(done.output.split())
    )
    assert not (index / BOUND).exists()


def test_answers_that_are_wrong_at_every_confidence_change_nothing(index, tmp_path):
    folder = write_questions(tmp_path / "wrong", unanswerable=0, answer="nobody{}")
    done = run("calibrate", folder, "--index", index)
    assert done.exit_code == 1
    assert "No confidence keeps that at most 1 answer in 10 is wrong" in (
        " ".join(done.output.split())
    )
    assert not (index / BOUND).exists()


def test_documents_are_named_by_file_and_a_name_that_is_not_there_is_an_error(index, tmp_path):
    folder = tmp_path / "named"
    folder.mkdir()
    row = {"id": "q", "text": "Who paid for the harbour of town5?"}
    write_rows(folder / "queries.jsonl", [row])
    (folder / "qrels.tsv").write_text("q\tTown5.TXT\t1\n")
    (asked,) = ask_labelled(folder, index).asked
    assert asked.right
    (folder / "qrels.tsv").write_text("q\ttown500.txt\t1\n")
    with pytest.raises(DatasetError, match=r"'town500.txt' is not in the index"):
        ask_labelled(folder, index)
