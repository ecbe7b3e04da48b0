from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from qa_bot.evaluation.dataset import load_dataset
from qa_bot.evaluation.plots import plot_reliability, plot_risk
from qa_bot.evaluation.refusal import Bin
from qa_bot.evaluation.report import write_report
from qa_bot.evaluation.running import Record, Run
from qa_bot.evaluation.scoring import score_run
from qa_bot.evaluation.tables import align_rows
from qa_bot.reading.report import BuildReport, ReadingReport
from qa_bot.types import Citation
from tests.unit.evaluation.datasets import JUDGEMENTS, write_dataset

EVIL = "<script>alert('&')</script>"


@pytest.fixture
def page(tmp_path):
    asked = [
        {"id": "q1", "text": f"One {EVIL}?", "answers": [f"gold {EVIL}"], "answerable": True},
        {"id": "q2", "text": "Two?", "answers": ["Whales"], "answerable": True},
        {"id": "q3", "text": "Three?", "answerable": False},
    ]
    folder = write_dataset(tmp_path / "tiny", questions=asked, judgements=JUDGEMENTS)
    quote = f"quote {EVIL}"
    cited = (Citation(1, f"sky#0{EVIL}", "", "", "", None, 0, 5, quote),)
    records = tuple(
        Record(f"q{n}", (("sky#0", 0.5),), cited, confidence, True, f"asked {EVIL}", 9.0)
        for n, confidence in ((1, 0.7), (2, 0.9))
    )
    build = BuildReport("g", 4, 4, 8, 2.0, (ReadingReport(f"bad {EVIL}", "skipped", EVIL),))
    run = Run(load_dataset(folder), build, records, EVIL, None)
    return write_report(run, score_run(run))


def test_all_text_is_escaped(page):
    assert "<script" not in page
    assert "alert" in page


def test_the_page_needs_nothing_else(page):
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", page)


def test_the_worst_question_comes_first(page):
    assert page.index("<h3>Two?") < page.index("<h3>One ")


def test_a_run_that_was_stopped_says_so(page):
    assert "these figures are partial" in page


def test_memory_that_is_not_known_is_said_so(page):
    assert "not known on Windows" in page


def test_the_risk_curve_runs_from_corner_to_corner():
    drawing = ElementTree.fromstring(plot_risk([(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]))
    points = [
        tuple(map(float, p.split(","))) for p in drawing.find("polyline").get("points").split()
    ]
    (left, bottom), middle, (right, top) = points
    assert left < right
    assert top < bottom  # SVG counts downwards
    assert middle == pytest.approx(((left + right) / 2, (top + bottom) / 2))


def test_a_bin_is_a_dot_that_tells_its_figures():
    bins = [Bin(0.1, 0.2, 1, 0.15, 0.0), Bin(0.9, 1.0, 9, 0.95, 1.0)]
    drawing = ElementTree.fromstring(plot_reliability(bins))
    titles = [dot.find("title").text for dot in drawing.findall("circle")]
    assert titles == [
        "0.1 to 0.2: 1 questions, confidence 0.15, answerable 0.00",
        "0.9 to 1.0: 9 questions, confidence 0.95, answerable 1.00",
    ]
    radii = [float(dot.get("r")) for dot in drawing.findall("circle")]
    assert radii[0] < radii[1]


def test_columns_are_aligned():
    assert align_rows([("Name", "Value"), ("a", "1")]) == "Name  Value\na         1"
