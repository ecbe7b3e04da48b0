"""Scanned pages: with a fake engine, and with the real one where the extra `ocr` is installed."""

from __future__ import annotations

import io
import sys
import time
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from qa_bot import QABot, build_index
from qa_bot.reading import Limits, read_files
from qa_bot.reading.files import read_data
from qa_bot.reading.formats.ocr import RecognisedLine
from qa_bot.reading.parsed import RawFile
from tests.fakes import FakeEncoder
from tests.makers import make_pdf

TYPED = [(60, 700, 12, "The sky over Lisbon is blue.")]
LINES = [
    "The budget of the council is ten",
    "million euros for the year 2024.",
    "Travel is paid from it.",
]


class FakeEngine:
    """Sees the same lines on every page, written from below to above, in a box 40 pixels high."""

    def __init__(self, lines=LINES, sure=0.9):
        self.lines = lines
        self.sure = sure
        self.shapes = []

    def recognise(self, picture):
        self.shapes.append(picture.shape)
        assert picture.dtype == np.uint8
        lines = [
            RecognisedLine(text, 200, 300 + 60 * n, 1000, 340 + 60 * n + n % 2, self.sure)
            for n, text in enumerate(self.lines)
        ]
        return lines[::-1]


@pytest.fixture
def engine(monkeypatch):
    engine = FakeEngine()
    monkeypatch.setattr("qa_bot.reading.formats.pdf.scans.open_engine", lambda: engine)
    monkeypatch.setattr("qa_bot.reading.files.is_available", lambda: True)
    return engine


@pytest.fixture
def no_engine(monkeypatch):
    monkeypatch.setattr("qa_bot.reading.formats.pdf.scans.open_engine", lambda: None)
    monkeypatch.setattr("qa_bot.reading.files.is_available", lambda: False)


def read(pages, **more):
    return read_data(RawFile("a.pdf", make_pdf(pages), **more))


def test_only_pages_without_text_are_recognised(engine):
    reading = read([TYPED, [], [(60, 700, 12, "The sea near Porto is green.")]])
    assert len(engine.shapes) == 1
    height, width, colours = engine.shapes[0]
    assert max(height, width) <= 2_000
    assert (colours, round(height / width, 2)) == (3, 1.33)
    text, pages = reading.document.text, reading.document.pages
    assert [page.ocr for page in pages] == [None, 0.9, None]
    assert text[pages[0].start : pages[0].end].strip() == TYPED[0][3]
    assert "budget of the council is ten million euros" in text[pages[1].start : pages[1].end]
    assert str(pages[1]) == "page 2, read by OCR (90% sure)"
    assert (reading.report.status, reading.report.ocr) == ("read", 0.9)
    assert "text recognised in pictures, 90% sure on average" in str(reading.report)


def test_the_certainty_of_a_page_counts_letters_not_lines(engine, monkeypatch):
    lines = FakeEngine(["x" * 90, "y" * 10]).recognise(np.zeros((9, 9, 3), np.uint8))
    sure = {"x": 1.0, "y": 0.5}
    lines = [
        RecognisedLine(a.text, a.left, a.top, a.right, a.bottom, sure[a.text[0]]) for a in lines
    ]
    monkeypatch.setattr(engine, "recognise", lambda _: lines)
    assert read([[]]).document.pages[0].ocr == pytest.approx(0.95)


def test_an_empty_page_stays_without_text(engine):
    engine.lines = []
    assert "text recognition found none either" in read([[], []]).report.reason
    partly = read([TYPED, []]).report
    assert (partly.status, partly.pages_without_text) == ("partly", (2,))
    assert "pip install" not in partly.reason


def test_pages_for_which_the_time_is_too_short_are_reported(engine, monkeypatch):
    deadline = time.monotonic() + 1_000
    clock = [deadline - 15]
    monkeypatch.setattr(
        "qa_bot.reading.formats.pdf.scans.time", SimpleNamespace(monotonic=lambda: clock[0])
    )
    recognise = engine.recognise

    def take_ten_seconds(picture):
        clock[0] += 10
        return recognise(picture)

    monkeypatch.setattr(engine, "recognise", take_ten_seconds)
    report = read([[], [], []], recognition_deadline=deadline).report
    assert (report.status, report.pages_without_text) == ("partly", (2, 3))
    assert "the pictures of 2 pages, from page 2 on, were not looked at" in report.reason
    assert "QA_BOT_RECOGNITION_SECONDS" in report.reason


def test_the_remedy_is_named_where_the_extra_is_missing(no_engine):
    assert 'pip install "qa_bot[ocr]"' in read([[], []]).report.reason
    partly = read([TYPED, []]).report
    assert partly.reason == 'no text on page 2 (pip install "qa_bot[ocr]" reads scanned pages)'


def test_the_citation_says_that_it_was_recognised(engine, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "scan.pdf").write_bytes(make_pdf([TYPED, []]))

    def read_here(paths, corpus, limits, passwords=()):
        return iter([read_data(RawFile(path.name, path.read_bytes())) for path in paths])

    monkeypatch.setattr("qa_bot.building.corpus.read_files", read_here)
    report = build_index(tmp_path / "corpus", tmp_path / "index", encoder=FakeEncoder())
    assert report.totals.recognised == 1
    with QABot.open(tmp_path / "index", encoder=FakeEncoder()) as bot:
        answer = bot.answer("What is the budget of the council for the year 2024?")
    first = (answer.citations or answer.nearest)[0]
    assert first.page == 2
    assert first.place == "page 2, read by OCR (90% sure)"
    assert first.place in str(answer)


def make_scan(lines, size=34):
    """A PDF of one A4 page at 150 pixels to the inch that is only a picture."""
    page = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        pen.text((120, 160 + 60 * number), line, fill=0, font=font)
    buffer = io.BytesIO()
    page.save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the extra: qa_bot[ocr]")
def test_the_real_engine_reads_a_scan_in_a_worker_within_its_limits(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(make_scan(LINES))
    (reading,) = read_files([tmp_path / "scan.pdf"], tmp_path, Limits(60, 2_000, 5))
    assert reading.document, reading.report.reason
    text = " ".join(reading.document.text.split())
    wanted = " ".join(LINES)
    assert Levenshtein.distance(text, wanted) <= 0.02 * len(wanted), text
    assert reading.document.pages[0].ocr > 0.9
    assert sys.modules.get("rapidocr") is None  # only the worker loads it
