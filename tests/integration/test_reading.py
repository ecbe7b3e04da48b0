"""Files read in worker processes: what a parser does costs its own file only."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from qa_bot import build_index
from qa_bot.reading import Limits, find_files, read_files
from tests import makers
from tests.conftest import ROOT
from tests.fakes import FakeEncoder

LIMITS = Limits(seconds=20, memory_mb=2_000, file_mb=5)
BAD = "tests.readers:misbehave"


@pytest.fixture(autouse=True)
def workers_find_the_tests(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def read_folder(folder, limits=LIMITS, function=BAD):
    readings = read_files(list(find_files(folder)), folder, limits, function=function)
    return {reading.report.source: reading for reading in readings}


def write(folder, **files):
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)


@pytest.mark.parametrize(
    ("word", "reason"), [("die", "the process died"), ("fail", "KeyError: 'part'")]
)
def test_a_crash_costs_that_file_only(tmp_path, word, reason):
    write(tmp_path, a="x,y\n1,2", b=word, c="x,y\n3,4")
    readings = read_folder(tmp_path)
    assert reason in readings["b.csv"].report.reason
    assert readings["a.csv"].document
    assert readings["c.csv"].document


def test_a_hang_ends_at_the_time_limit(tmp_path):
    write(tmp_path, a="hang", b="x,y\n1,2")
    started = time.monotonic()
    readings = read_folder(tmp_path, Limits(3, 2_000, 5))
    assert time.monotonic() - started < 15
    assert "took longer than 3 s" in readings["a.csv"].report.reason
    assert readings["b.csv"].document


def test_each_picture_that_is_looked_at_has_the_time_of_a_file(tmp_path):
    write(tmp_path, a="pictures", b="pictures hang")
    started = time.monotonic()
    readings = read_folder(tmp_path, Limits(3, 2_000, 5, recognition_seconds=60))
    assert readings["a.csv"].document
    assert "took longer than 3 s" in readings["b.csv"].report.reason
    assert time.monotonic() - started < 15


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory reliably")
def test_a_blow_up_ends_at_the_memory_limit(tmp_path):
    write(tmp_path, a="grow", b="x,y\n1,2")
    readings = read_folder(tmp_path)
    assert "more than 2000 MB of memory" in readings["a.csv"].report.reason
    assert readings["b.csv"].document


def test_a_reader_can_not_reach_the_network(tmp_path):
    write(tmp_path, a="connect")
    assert "must not reach the network" in read_folder(tmp_path)["a.csv"].report.reason


def test_what_a_library_prints_does_no_harm(tmp_path):
    write(tmp_path, a="print")
    assert read_folder(tmp_path)["a.csv"].report.status == "read"


def test_a_file_over_the_size_limit_is_not_opened(tmp_path):
    write(tmp_path, a=b"x" * 5_000_001)
    assert "over the limit of 5 MB" in read_folder(tmp_path)["a.csv"].report.reason


def test_plain_texts_need_no_process(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text(f"Fact {number} is here.")
    assert len(read_folder(tmp_path)) == 200


def test_a_script_without_a_main_guard_can_build(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.csv").write_text("City,Rate\nOslo,60\n")
    script = tmp_path / "script.py"
    script.write_text(
        "from qa_bot import build_index\nfrom tests.fakes import FakeEncoder\n"
        f"print(build_index({str(tmp_path / 'corpus')!r}, {str(tmp_path / 'index')!r}, "
        "encoder=FakeEncoder()))\n"
    )
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(script)!r})"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Indexed 1 document:" in done.stdout


def test_a_build_of_many_formats_reports_each_file(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    page = [(60, 700, 12, "The sky over Lisbon is blue."), (60, 400, 12, "The sea is green.")]
    (corpus / "sky.pdf").write_bytes(makers.make_pdf([page, []]))
    (corpus / "rules.docx").write_bytes(makers.make_docx())
    (corpus / "broken.docx").write_bytes(makers.make_docx()[:900])
    report = build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    statuses = {reading.source: reading.status for reading in report.readings}
    assert statuses == {"sky.pdf": "partly", "rules.docx": "read", "broken.docx": "skipped"}
    assert "Read in part sky.pdf: no text on page 2" in str(report)
    assert "rules.docx" not in str(report)


def test_a_citation_names_its_page(tmp_path):
    from qa_bot import QABot
    from qa_bot.types import describe_citation

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    pages = [[(60, 700, 12, f"The colour of the {w} is blue.")] for w in ("sea", "sky", "roof")]
    (corpus / "sky.pdf").write_bytes(makers.make_pdf(pages))
    (corpus / "sheets.xlsx").write_bytes(makers.make_xlsx())
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    with QABot.open(tmp_path / "index", encoder=FakeEncoder()) as bot:
        cited = bot.answer("What is the colour of the sky?").citations[0]
        assert (cited.page, cited.place) == (2, "page 2")
        assert "page 2" in describe_citation(cited)
