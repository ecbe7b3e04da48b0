"""A fit of the confidence for another reader, from a data set of a user's own."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from qa_bot import QABot
from qa_bot.answering import reader_fits
from qa_bot.answering.confidence import PACKAGED_FIT
from qa_bot.answering.reader_fits import find_fit, is_calibrated
from qa_bot.building.given_documents import build_documents
from qa_bot.cli.app import app
from qa_bot.config import Settings
from qa_bot.errors import DatasetError, QABotError
from qa_bot.evaluation import reader_calibration
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.evaluation.reader_calibration import calibrate_reader
from tests.fakes import FakeEncoder, FakeReader
from tests.unit.evaluation.datasets import write_dataset

OTHER = Settings(reader="some/reader")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user with another reader, which finds an answer wherever a guild is named."""
    monkeypatch.setenv("QA_BOT_READER", OTHER.reader)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(reader_fits, "pair_checksum", lambda settings: settings.reader)
    monkeypatch.setattr(reader_calibration, "open_encoder", lambda *_: FakeEncoder())
    monkeypatch.setattr(reader_calibration, "open_reader", lambda *_: FakeReader("guild"))
    return tmp_path


def write_towns(folder, count=60):
    """Half of the questions ask what each document says, half what none does."""
    documents = [
        {"id": f"d{n}", "title": f"Town {n}", "text": f"The guild {n} paid for harbour{n}."}
        if n % 2
        else {"id": f"d{n}", "title": f"Town {n}", "text": f"The road{n} leads to harbour{n}."}
        for n in range(2 * count)
    ]
    questions = [
        {"id": f"q{n}", "text": f"Who paid for harbour{n}?", "answerable": bool(n % 2)}
        for n in range(2 * count)
    ]
    return write_dataset(
        folder, documents, questions, [(f"q{n}", f"d{n}", 1) for n in range(1, 2 * count, 2)]
    )


def test_a_fit_is_kept_for_the_reader_that_it_was_made_with(home):
    assert not is_calibrated(OTHER)
    done = calibrate_reader(write_towns(home / "towns"))
    assert (done.kept.answerable, done.kept.unanswerable) == (60, 120)
    assert done.auroc > 0.95
    assert done.calibration_error < 0.2
    assert find_fit(OTHER) == done.kept.fit != PACKAGED_FIT
    assert is_calibrated(OTHER)
    assert not is_calibrated(Settings(reader="a/third"))


def test_the_bot_decides_by_the_fit(home, caplog):
    dataset = load_dataset(write_towns(home / "towns"))
    build_documents(dataset.corpus, home / "index", settings=OTHER, encoder=FakeEncoder())

    def ask():
        with QABot.open(
            home / "index", settings=OTHER, encoder=FakeEncoder(), reader=FakeReader("guild")
        ) as bot:
            return bot.answer("Who paid for harbour7?", explain=True)

    before = ask()
    assert "not calibrated for the model" in caplog.text
    caplog.clear()
    kept = calibrate_reader(home / "towns").kept
    after = ask()
    assert "not calibrated" not in caplog.text
    assert after.answered
    assert after.confidence != before.confidence
    factors = after.trace.factors
    assert factors.topic * factors.answers == pytest.approx(after.confidence)
    assert factors.threshold == pytest.approx(reader_fits_threshold(kept, dataset), abs=1e-6)


def reader_fits_threshold(kept, dataset):
    from qa_bot.answering.confidence import least_confidence

    passages = len(dataset.corpus.documents)  # each has one
    return least_confidence(OTHER.strictness, passages, kept.fit.thresholds)


def test_too_few_questions_fit_nothing(home):
    with pytest.raises(DatasetError, match="5 askings with an answer and 10 without one, and 50"):
        calibrate_reader(write_towns(home / "few", count=5))
    assert not is_calibrated(OTHER)


def test_the_command_says_how_well_it_does(home):
    done = CliRunner().invoke(app, ["calibrate", str(write_towns(home / "towns")), "--reader"])
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert "with the reader some/reader, to 60 askings with an answer and 120 without one" in told
    assert "AUROC" in told


def test_the_packaged_reader_needs_no_fit(home, monkeypatch):
    monkeypatch.setenv("QA_BOT_READER", "packaged")
    done = CliRunner().invoke(app, ["calibrate", str(home), "--reader"])
    assert "packaged model and reader already" in str(done.exception)
    assert isinstance(done.exception, QABotError)


def test_fits_that_cannot_be_read_name_the_file(home):
    (home / "data" / "qa_bot").mkdir(parents=True)
    (home / "data" / "qa_bot" / "confidence.json").write_text("[]")
    with pytest.raises(QABotError, match=r"confidence.json can't be read; delete it"):
        find_fit(OTHER)
    assert find_fit(Settings(reader="packaged")) == PACKAGED_FIT
