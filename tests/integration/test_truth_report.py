"""What a build says of every file, in the terminal, as JSON and later from the generation."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from qa_bot import QABot, build_index
from qa_bot.cli.app import app
from qa_bot.index.folder import Index
from qa_bot.index.listing import list_documents, read_report
from tests import makers
from tests.fakes import FakeEncoder

RULES = "".join(f"Rule {n} of the house says that room {n * 7} is cleaned. " for n in range(20))
LONG = "word " * 600 + "ends."


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "old").mkdir(parents=True)
    (folder / "a.txt").write_text(RULES)
    (folder / "b.txt").write_text(RULES)
    (folder / "c.txt").write_text(RULES.replace("room 21", "room 22"))
    (folder / "long.txt").write_text(f"The sky is blue. {LONG}")
    (folder / "scan.pdf").write_bytes(makers.make_pdf([[(60, 700, 12, "The sea is green.")], []]))
    (folder / "void.txt").write_bytes(b"")
    (folder / "shifted.txt").write_text("bcdfg hjklm npqrs tvwxz " * 30)
    return folder


@pytest.fixture
def index(corpus, tmp_path):
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    return tmp_path / "index"


def by_source(report):
    return {reading.source: reading for reading in report.readings}


def test_each_file_and_the_totals(corpus, tmp_path):
    report = build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    found = by_source(report)
    assert found["b.txt"].duplicate_of == "a.txt"
    assert found["b.txt"].similarity == 1
    assert found["c.txt"].duplicate_of == "a.txt"
    assert 0.8 <= found["c.txt"].similarity < 1
    assert found["a.txt"].duplicate_of == ""
    assert found["long.txt"].cut_sentences == 1
    assert found["scan.pdf"].pages_without_text == (2,)
    totals = report.totals
    assert (totals.files, totals.read, totals.partly, totals.skipped) == (7, 5, 1, 1)
    assert (totals.same, totals.alike, totals.garbled, totals.cut_sentences) == (1, 1, 1, 1)
    assert (totals.pages, totals.pages_without_text) == (2, 1)
    assert totals.characters == sum(r.characters for r in report.readings) > 3 * len(RULES)
    said = str(report)
    assert "Files: 7; read 5, in part 1, skipped 1." in said
    assert "Pages without text: 1 of 2." in said
    assert "Sentences over the model's limit: 1" in said
    assert "Duplicates: 1 the same text as another, 1 nearly" in said
    assert "Read b.txt: the same text as a.txt" in said
    assert "% the text of a.txt" in said
    assert "its text looks garbled" in said


def test_the_report_is_kept_with_the_generation(corpus, index):
    with Index.open(index) as opened:
        kept = read_report(opened)
    assert by_source(kept)["c.txt"].duplicate_of == "a.txt"
    again = build_index(corpus, index, encoder=FakeEncoder())
    assert not again.changed
    assert again.readings == kept.readings
    assert again.totals == kept.totals


def test_what_is_reused_keeps_its_facts_and_duplicates_follow_the_corpus(corpus, index):
    with Index.open(index) as opened:
        before = by_source(read_report(opened))
    (corpus / "a.txt").rename(corpus / "z.txt")
    (corpus / "void.txt").unlink()
    after = by_source(build_index(corpus, index, encoder=FakeEncoder()))
    assert after["long.txt"].cut_sentences == 1
    assert after["z.txt"].indexed == before["a.txt"].indexed != ""
    assert after["z.txt"].duplicate_of == "b.txt"
    assert after["b.txt"].duplicate_of == ""


def test_duplicates_are_all_indexed_and_quoted_once(corpus, index):
    with QABot.open(index, encoder=FakeEncoder()) as bot:
        answer = bot.answer("Which rule says that room 63 is cleaned?")
    assert {c.source for c in answer.citations} >= {"a.txt", "b.txt"}
    quote = answer.citations[0].quote
    assert quote in RULES
    assert answer.text.count(quote) == 1
    assert "[1][2]" in answer.text


def test_documents_are_listed_with_hash_dates_and_counts(corpus, tmp_path):
    os.utime(corpus / "long.txt", (1_000_000_000, 1_000_000_000))
    build_index(corpus, tmp_path / "index", encoder=FakeEncoder())
    with Index.open(tmp_path / "index") as opened:
        listed = {one.source: one for one in list_documents(opened)}
        manifest = opened.manifest
    assert set(listed) == {"a.txt", "b.txt", "c.txt", "long.txt", "scan.pdf", "shifted.txt"}
    long = listed["long.txt"]
    assert long.modified == "2001-09-09T01:46:40+00:00"
    assert long.indexed == manifest.created
    assert listed["a.txt"].modified[:4] >= "2024"  # a file that was written just now has a date too
    assert listed["scan.pdf"].pages == 2
    assert long.characters == len(f"The sky is blue. {LONG}")
    assert sum(one.passages for one in listed.values()) == manifest.passages
    assert sum(one.sentences for one in listed.values()) == manifest.sentences
    assert "modified 2001-09-09, indexed 20" in str(long)
    assert f"sha256 {long.sha256[:12]}" in str(long)


def test_the_commands_print_it_and_write_json(corpus, tmp_path, monkeypatch):
    def qa_bot(*words):
        done = CliRunner().invoke(app, [*words, "--index", str(tmp_path / "index")])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout

    monkeypatch.setattr("qa_bot.building.builder.open_encoder_for", lambda *_: FakeEncoder())
    built = json.loads(qa_bot("build", "--corpus", str(corpus), "--json"))
    assert built["totals"]["files"] == len(built["readings"]) == 7
    kept = json.loads(qa_bot("documents", "--report", "--json"))
    assert kept["readings"] == built["readings"]
    assert kept["totals"] == built["totals"]
    said = qa_bot("documents", "--report")
    assert "Read long.txt" in said
    assert "Skipped void.txt: is empty" in said
    listed = json.loads(qa_bot("documents", "--json"))
    assert {"source", "sha256", "modified", "indexed", "pages", "passages", "characters"} <= set(
        listed[0]
    )
    assert "Skipped void.txt" in qa_bot("documents")


def test_what_a_reader_counts_is_kept_and_summed_up(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.csv").write_text("Part;Count\nBolt;40\nNut;90\n")
    (folder / "b.csv").write_text("Ann Hill;Rye;Cook\nBo Park;Ely;Nurse\nCy Lane;Ryde;Clerk\n")
    report = build_index(folder, tmp_path / "index", encoder=FakeEncoder())
    with Index.open(tmp_path / "index") as opened:
        kept = read_report(opened)
    assert kept.readings == report.readings
    assert by_source(kept)["a.csv"].details.tables_with_header == 1
    assert by_source(kept)["b.csv"].details.tables_without_header == 1
    assert "Counted: 1 tables with names of columns; 1 tables without." in str(report)
