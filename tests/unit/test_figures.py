"""The figures in the docs are those of the last runs, and a run keeps what it should."""

from __future__ import annotations

import importlib
import json
import re
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def load(monkeypatch):
    """Imports a module of the benchmarks, which are scripts beside each other."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    names = ("all", "figure_tables", "peer_table")
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)


def test_the_tables_of_the_docs_are_made_from_the_figures(load):
    tables = load("figure_tables")
    figures = json.loads(tables.FIGURES.read_text(encoding="utf-8"))
    placed = set()
    for page in {table.page for table in tables.TABLES.values()}:
        text = (ROOT / page).read_text(encoding="utf-8")
        assert tables.fill_page(text, figures) == text, "run: python benchmarks/all.py --tables"
        placed |= set(re.findall(r"<!-- figures: ([\w-]+) -->", text))
    assert placed == set(tables.TABLES)


def test_every_table_is_of_a_part_that_can_be_run(load):
    parts = load("all").PARTS
    shown = {part for table in load("figure_tables").TABLES.values() for part in table.parts}
    assert shown <= set(parts)
    for part in parts.values():
        assert (ROOT / "benchmarks" / part.script).is_file()


def test_the_reader_has_learnt_nothing_from_the_sets_that_are_shown(load, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    learnt_from = {recipe.name for recipe in load("reader_training.recipes").RECIPES}
    shown = load("all").UNSEEN.split()
    assert shown
    assert not [name for name in shown if name in learnt_from]


def test_a_table_has_a_line_a_row_and_says_where_it_is_from(load):
    tables = load("figure_tables")
    table = tables.Table(
        "docs/some.md",
        ("some",),
        "Some:",
        (tables.Column("set", "set"), tables.Column("s", "s", 2)),
    )
    measured = {
        "command": "python some.py",
        "date": "2026-01-02",
        "machine": "two cores",
        "load_before": 0.5,
        "commit": "abc1234",
        "rows": [{"set": "a", "s": 1234.5}, {"set": "b"}],
    }
    assert table.make({"some": measured}) == (
        "\nSome:\n\n| set | s |\n|---|--:|\n| a | 1,234.50 |\n| b | – |\n\n"
        "(`python some.py`, 2026-01-02, two cores, load 0.5 before it began, commit abc1234)\n\n"
    )
    assert table.make({}) == ""


def test_a_summary_takes_the_named_sets_of_some_parts_without_where_they_are_from(load):
    tables = load("figure_tables")
    columns = (tables.Column("", "set"), tables.Column("n", "n"))
    table = tables.Table("README.md", ("a", "b", "later"), "", columns, only=("one", "three"))
    rows = [{"set": name, "n": n} for n, name in enumerate(("one", "two", "three"))]
    figures = {"a": {"rows": rows[:2]}, "b": {"rows": rows[2:]}}
    assert table.make(figures) == "\n|  | n |\n|---|--:|\n| one | 0 |\n| three | 2 |\n\n"


def test_a_page_keeps_all_but_what_stands_between_the_marks(load):
    tables = load("figure_tables")
    text = "Before.\n<!-- figures: scale -->\nold\n<!-- end of figures -->\nAfter.\n"
    assert tables.fill_page(text, {}) == text.replace("old\n", "")


def test_the_rows_are_the_lines_of_json_that_a_benchmark_prints(load, tmp_path, monkeypatch):
    run = load("all")
    monkeypatch.setattr(run, "HERE", tmp_path)
    (tmp_path / "good.py").write_text(
        "import os, sys; print('reading'); print('{\"set\": \"' + sys.argv[1] + '\", \"n\": '"
        " + os.environ['QA_BOT_N'] + '}'); print('[1]')"
    )
    found = run.measure(
        run.Part("good.py", "{sets}/a", environment={"QA_BOT_N": "3"}), False, {"sets": "S"}
    )
    assert found["rows"] == [{"set": "S/a", "n": 3}]
    assert found["command"] == "QA_BOT_N=3 python benchmarks/good.py {sets}/a"
    assert found["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["machine"]


def test_a_benchmark_that_fails_or_prints_nothing_keeps_no_figures(load, tmp_path, monkeypatch):
    run = load("all")
    monkeypatch.setattr(run, "HERE", tmp_path)
    (tmp_path / "bad.py").write_text("print('{}'); raise SystemExit(2)")
    (tmp_path / "empty.py").write_text("print('nothing')")
    for script in ("bad.py", "empty.py"):
        assert run.measure(run.Part(script, ""), False, {}) is None


def test_a_quick_run_takes_the_quick_forms_and_leaves_out_what_has_none(load):
    run = load("all")
    quick = run.choose(None, quick=True)
    assert "quality" in quick
    assert "load-rebuild" not in quick
    assert run.choose(["load-rebuild"], quick=False) == ["load-rebuild"]
    assert run.choose(None, quick=False) == list(run.PARTS)
