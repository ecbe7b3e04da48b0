"""A tiny data set, built and asked with the real model, through to files and tables."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from qa_bot.cli.app import app
from qa_bot.evaluation import running
from qa_bot.evaluation.dataset import load_dataset
from qa_bot.evaluation.running import run_dataset
from qa_bot.evaluation.scoring import score_run
from qa_bot.index.folder import Index
from tests.integration.test_cli import one_line_error, run
from tests.unit.evaluation.datasets import DOCUMENTS, QUESTIONS, write_dataset


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("sets") / "tiny")


@pytest.fixture(scope="module")
def results(tiny, tmp_path_factory):
    """What one run of the command wrote, and what it printed."""
    folder = tmp_path_factory.mktemp("results")
    files = {name: folder / name for name in ("run.jsonl", "report.html", "result.json")}
    words = ["--run", files["run.jsonl"], "--report", files["report.html"]]
    index = ["--json", files["result.json"], "--index", folder / "index"]
    done = run("eval", tiny, *words, *index)
    assert done.returncode == 0, done.stderr
    return done.stdout, files, folder / "index"


def test_the_bot_finds_what_the_tiny_set_asks_for(results):
    # Worked out: both answerable questions have their document first and its words in one sentence.
    # q2's second document, sea#0, comes among the first five of four.
    estimates = json.loads(results[1]["result.json"].read_text())["estimates"]
    for name in ("hit1", "mrr10", "recall5", "ev1", "ev3", "answered"):
        assert estimates[name]["value"] == 1.0, name
        assert estimates[name]["count"] == 2


def test_the_run_file_scores_to_what_the_report_says(results):
    """A second implementation, from the lines alone."""
    _, files, _ = results
    lines = [json.loads(line) for line in files["run.jsonl"].read_text().splitlines()]
    told = json.loads(files["result.json"].read_text())["estimates"]
    wanted = {"q1": ("sky#0", "blue"), "q2": ("sea#1", "Whales")}
    answerable = [line for line in lines if line["id"] in wanted]
    first = [line["documents"][0]["doc_id"] == wanted[line["id"]][0] for line in answerable]
    held = [wanted[line["id"]][1] in line["citations"][0]["quote"] for line in answerable]
    refused = [not line["answered"] for line in lines if line["id"] == "q3"]
    assert told["hit1"]["value"] == pytest.approx(sum(first) / 2, abs=1e-4)
    assert told["ev1"]["value"] == pytest.approx(sum(held) / 2, abs=1e-4)
    assert told["refused"]["value"] == pytest.approx(sum(refused), abs=1e-4)


def test_cited_offsets_are_the_documents(results):
    texts = {row["id"]: row["text"] for row in DOCUMENTS}
    for line in results[1]["run.jsonl"].read_text().splitlines():
        row = json.loads(line)
        assert row["citations"]
        for cited in row["citations"]:
            assert texts[cited["doc_id"]][cited["start"] : cited["end"]] == cited["quote"]


def test_the_kept_index_has_the_documents_under_their_ids(results):
    with Index.open(results[2]) as opened:
        assert [d.doc_id for d in opened.documents.documents()] == [d["id"] for d in DOCUMENTS]


def test_the_summary_and_the_report_show_the_figures(results):
    printed, files, _ = results
    assert "tiny: 4 documents, 3 questions, model all-MiniLM-L6-v2." in printed
    assert "Hit@1" in printed
    page = files["report.html"].read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "Who painted the moon?" in page


def test_two_results_are_compared(results):
    result = results[1]["result.json"]
    done = run("eval", "--compare", result, result)
    assert done.returncode == 0, done.stderr
    hit = next(line for line in done.stdout.splitlines() if line.startswith("Hit@1"))
    assert hit.split()[:4] == ["Hit@1", "1.0000", "1.0000", "+0.0000"]
    assert hit.endswith("no")


def test_a_site_restricts_what_is_ranked_and_cited(tmp_path, encoder):
    asked = QUESTIONS[0] | {"site": "Sea"}
    dataset = load_dataset(write_dataset(tmp_path / "scoped", questions=[asked]))
    (record,) = run_dataset(dataset, encoder=encoder).records
    assert {doc_id for doc_id, _ in record.documents} == {"sea#0", "sea#1"}
    assert {c.doc_id for c in record.citations} <= {"sea#0", "sea#1"}


def test_history_reaches_the_bot(tmp_path, encoder):
    history = [{"role": "user", "text": "What is the sky over Lisbon?"}]
    asked = QUESTIONS[0] | {"text": "Is it wide?", "history": history}
    dataset = load_dataset(write_dataset(tmp_path / "talk", questions=[asked]))
    (record,) = run_dataset(dataset, encoder=encoder).records
    assert "Lisbon" in record.asked_as


def test_a_refusal_is_judged_by_its_nearest_passages(tiny, encoder, monkeypatch):
    monkeypatch.setattr("qa_bot.answering.pipeline.least_confidence", lambda *asked: 1.1)
    done = run_dataset(load_dataset(tiny), encoder=encoder)
    assert not any(record.answered for record in done.records)
    assert score_run(done).estimates["ev1"].value == 1.0


def test_a_run_that_is_interrupted_writes_what_is_done(tiny, tmp_path, monkeypatch):
    ask, asked = running.ask_question, []

    def ask_two(bot, question):
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(question)
        return ask(bot, question)

    monkeypatch.setattr(running, "ask_question", ask_two)
    out = tmp_path / "run.jsonl"
    done = CliRunner().invoke(app, ["eval", str(tiny), "--run", str(out)])
    assert done.exit_code == 130
    assert "these figures are partial" in done.output
    assert len(out.read_text().splitlines()) == 2


def test_errors_are_one_line_with_the_remedy(tmp_path):
    folder = write_dataset(tmp_path / "set")
    missing = run("eval", folder, "--json", tmp_path / "none" / "x.json")
    assert "name a file in a folder that exists" in one_line_error(missing)
    (folder / "qrels.tsv").write_text("q1 sky#0 1\n")
    assert "qrels.tsv line 1: needs three fields" in one_line_error(run("eval", folder))


def test_a_set_or_a_comparison_but_not_both_nor_neither(tmp_path):
    assert run("eval").returncode == 2
    assert run("eval", tmp_path, "--compare", "a", "b").returncode == 2
